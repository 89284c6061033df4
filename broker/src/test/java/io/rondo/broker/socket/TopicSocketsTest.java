package io.rondo.broker.socket;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.access.AccessRule;
import io.rondo.client.RondoConfig;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners of topics without a broker. */
class TopicSocketsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aTopicWithoutSegmentsCannotBeConnectedToAndThrowsNothing() {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        try (TopicSockets sockets = new TopicSockets(SharedMemory.open(config), config,
                new AccessControl(0, _ -> AccessRule.NONE), SocketPlace.of(config, directory, false))) {
            assertThatCode(() -> sockets.opened("removed")).doesNotThrowAnyException();
        }
    }
}
