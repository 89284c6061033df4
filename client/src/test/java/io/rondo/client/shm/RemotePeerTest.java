package io.rondo.client.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner of a channel attaches connected peers to its own segment only. */
class RemotePeerTest {
    private static final SegmentSpec QUEUE = SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).build();
    private static final SegmentSpec TOPIC = SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).topic(true)
            .build();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private SharedMemory open() {
        return SharedMemory.open(RondoConfig.builder().directory(directory).build());
    }

    private Path segment() {
        return directory.resolve("x.ring");
    }

    @Test
    void aRemotePublisherOfARemovedSegmentCreatesNone() throws IOException {
        SharedMemory memory = open();
        try (Participant owner = memory.store().attach("x", Role.CONSUMER, QUEUE)) {
            Files.delete(segment());
            assertThatThrownBy(() -> memory.remotePublisher(owner.identity(), 0, 0))
                    .isInstanceOf(ChannelRemovedException.class).hasMessageContainingAll("channel x", "was removed");
            assertThat(segment()).doesNotExist();
        }
    }

    @Test
    void aRemoteSubscriberOfARemovedSegmentCreatesNone() throws IOException {
        SharedMemory memory = open();
        try (Participant owner = memory.store().attach("x", Role.PRODUCER, TOPIC)) {
            Files.delete(segment());
            assertThatThrownBy(() -> memory.remoteSubscriber(owner.identity(), SlowConsumer.BLOCK, 0, 0))
                    .isInstanceOf(ChannelRemovedException.class).hasMessageContainingAll("channel x", "was removed");
            assertThat(segment()).doesNotExist();
        }
    }

    @Test
    void aRemotePublisherDoesNotAttachToASegmentThatReplacedTheOwners() throws IOException {
        SharedMemory memory = open();
        try (Participant owner = memory.store().attach("x", Role.CONSUMER, QUEUE)) {
            Files.delete(segment());
            try (Participant other = memory.store().attach("x", Role.CONSUMER, QUEUE)) {
                assertThatThrownBy(() -> memory.remotePublisher(owner.identity(), 0, 0))
                        .isInstanceOf(ChannelRemovedException.class)
                        .hasMessageContainingAll("channel x", "was replaced");
                SharedMemory.RemotePublisher peer = memory.remotePublisher(other.identity(), 0, 0);
                peer.publisher().close();
            }
        }
    }
}
