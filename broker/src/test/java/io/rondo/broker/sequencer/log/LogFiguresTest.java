package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFiguresTest {
    @TempDir
    private Path directory;

    private Path file(long base) {
        return directory.resolve(new LogFileName(base, 0).file());
    }

    @Test
    void aFileThatIsDeletedMeanwhileHidesNoOtherFile() throws IOException {
        for (long base = 1; base <= 31; base += 10) {
            Files.write(file(base), new byte[(int) base]);
        }
        // Listed, but without a length, as a file that was deleted after it was listed.
        Files.createSymbolicLink(file(41), directory.resolve("deleted"));

        assertThat(LogFigures.lengths(directory)).containsExactlyInAnyOrder(1L, 11L, 21L, 31L);
    }

    @Test
    void aDirectoryThatIsGoneHasNoFiles() {
        assertThat(LogFigures.lengths(directory.resolve("none"))).isEmpty();
    }
}
