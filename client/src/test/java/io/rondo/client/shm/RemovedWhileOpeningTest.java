package io.rondo.client.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoConfig;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segment is removed while its owner starts to listen. */
class RemovedWhileOpeningTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    /** A companion that starts only after the removal of the segment has ended the owner. */
    private final class SlowStart implements SharedMemory.CompanionStart {
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public boolean link(Identity identity, BooleanSupplier link) {
            return link.getAsBoolean();
        }

        @Override
        public SharedMemory.Companion apply(SharedMemory.Owned owned) {
            Path segment = directory.resolve("x.ring");
            try (LockFile locks = LockFile.open(segment)) {
                Files.delete(segment);
                Watchdog.await("the owner has left", () -> !locks.isLockedByOther(SegmentLayout.LOCKS,
                        SegmentLayout.TABLE_LOCKS));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new SharedMemory.Companion(MessagePump.NONE, ended::incrementAndGet);
        }
    }

    @Test
    void aPublisherFailsAndItsListenerEnds() {
        SharedMemory memory = SharedMemory.open(RondoConfig.builder().directory(directory).build());
        SlowStart start = new SlowStart();
        assertThatThrownBy(() -> memory.publisher("x", ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC), start))
                .isInstanceOf(ChannelRemovedException.class).hasMessageContaining("channel x");
        assertThat(start.ended).hasValue(1);
    }

    @Test
    void aSubscriberFailsAndItsListenerEnds() {
        SharedMemory memory = SharedMemory.open(RondoConfig.builder().directory(directory).build());
        SlowStart start = new SlowStart();
        assertThatThrownBy(() -> memory.subscriber("x", ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE), start))
                .isInstanceOf(ChannelRemovedException.class).hasMessageContaining("channel x");
        assertThat(start.ended).hasValue(1);
    }
}
