package io.rondo.client.sequenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.SegmentException;
import io.rondo.core.os.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the durable subscriptions. */
class SubscriptionTableTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aLockIsRefusedWhileItIsHeldAndWhenTheFileWasRemoved() throws Exception {
        Path file = directory.resolve("t@subs");
        try (SubscriptionTable table = SubscriptionTable.create(file, 0600, 7)) {
            int entry = table.add("s", 100);
            try (LockFile _ = table.tryLock(entry)) {
                assertThat(table.tryLock(entry)).isNull();
                assertThat(table.isLocked(entry)).isTrue();
            }
            Files.delete(file);
            assertThatThrownBy(() -> table.tryLock(entry)).isInstanceOfSatisfying(SegmentException.class, e -> {
                assertThat(e.reason()).isEqualTo(SegmentException.Reason.REMOVED);
                assertThat(e).hasMessageContaining(file + " was removed while it was used");
            });
        }
    }
}
