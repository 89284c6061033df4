package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.RondoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyFileTest {
    private static final String OLDER = "2000000000000001 0000000000000005 00000000-0000-0001-0000-000000000002 3";

    @TempDir
    private Path directory;

    private void write(String line) throws IOException {
        Files.writeString(directory.resolve("copy"), line + "\n");
    }

    @Test
    void aStoppedCopyStaysStoppedWhateverChangesLater() {
        CopyFile created = CopyFile.create(directory);
        assertThat(CopyFile.load(directory).isStopped()).isFalse();
        created.stop();
        created.home(5);
        created.generation(new UUID(1, 2), 7);

        CopyFile loaded = CopyFile.load(directory);
        assertThat(loaded.isStopped()).isTrue();
        assertThat(loaded.id()).isEqualTo(created.id());
        assertThat(loaded.home()).isEqualTo(5);
        assertThat(loaded.generation(new UUID(1, 2), 0)).isEqualTo(8);
    }

    @Test
    void theFileOfAnEarlierVersionIsThatOfACopyThatGoesOn() throws IOException {
        write(OLDER);

        CopyFile loaded = CopyFile.load(directory);
        assertThat(loaded.isStopped()).isFalse();
        assertThat(loaded.home()).isEqualTo(5);
        assertThat(loaded.generation(new UUID(1, 2), 0)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2 3", OLDER + " sto", OLDER + " stopped 1", "0" + OLDER})
    void aDamagedFileIsRefused(String line) throws IOException {
        write(line);

        assertThatThrownBy(() -> CopyFile.load(directory)).isInstanceOf(RondoException.class)
                .hasMessageContaining("copy is damaged: ").hasMessageContaining("remove the directory");
    }

    @Test
    void aTopicWithoutTheFileIsNoCopy() {
        assertThat(CopyFile.load(directory)).isNull();
    }
}
