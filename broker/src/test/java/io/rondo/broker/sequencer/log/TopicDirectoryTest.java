package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The saved properties of a topic. */
class TopicDirectoryTest {
    @TempDir
    private Path logs;
    private TopicDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = new TopicDirectory(Files.createDirectory(logs.resolve("t")));
    }

    private void write(String line) throws IOException {
        Files.writeString(directory.path().resolve("topic"), line + "\n");
    }

    @Test
    void savedPropertiesAreLoaded() throws IOException {
        assertThat(directory.load()).isNull();
        write("1 open t capacity=65536 max-message=10000 durability=disk");
        assertThat(directory.load()).satisfies(saved -> {
            assertThat(saved.durability()).isEqualTo(Durability.DISK);
            assertThat(saved.properties().maxMessageLength()).isEqualTo(10_000);
        });
        directory.save(directory.load());
        assertThat(directory.load().properties().capacity()).isEqualTo(65_536);
    }

    @Test
    void aMessageThatDoesNotFitTheCapacityIsDamage() throws IOException {
        write("1 open t capacity=65536 max-message=20000 durability=disk");
        assertThatThrownBy(directory::load).isInstanceOf(RondoException.class)
                .hasMessageContaining("topic is damaged: max message length 20000 is more than")
                .hasMessageEndingWith("restore it from a backup");
    }

    @Test
    void aFileOfAnotherTopicOrWithoutADurabilityIsRefused() throws IOException {
        for (String line : new String[]{"1 open u durability=disk", "1 open t", "1 producer t 5"}) {
            write(line);
            assertThatThrownBy(directory::load).isInstanceOf(RondoException.class)
                    .hasMessageContaining("does not describe this topic");
        }
    }
}
