package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.os.MemoryLimit;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.LimitedMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process in a control group with less memory than the channel that it creates. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryLimitProcessTest {
    private static final int TOO_LARGE = 512 << 20;
    private static final int SMALL = 16 << 20;
    private static final long LIMIT = 300L << 20;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aChannelLargerThanTheMemoryLimitIsRefusedAndASmallerOneIsCreated() {
        try (LimitedMemory memory = LimitedMemory.of(LIMIT)) {
            assumeTrue(memory != null, "a memory control group needs root and the memory controller");
            try (ChildJvm creator = ChildJvm.startUnder(memory.prefix(), List.of(),
                    CreateMain.class, directory, "large", TOO_LARGE, "small", SMALL)) {
                assertThat(creator.readLine())
                        .startsWith("NO_SPACE: channel large needs "
                                + MemoryLimit.charged(
                                        SegmentLayout.fileLength(RingKind.MPSC, TOO_LARGE, SlotLayout.DEFAULT_SLOTS))
                                + " bytes")
                        .contains("limit of " + LIMIT + " bytes", memory.limit().toString(), "smaller capacity",
                                "raise the limit");
                assertThat(creator.readLine()).isEqualTo("created small");
                assertThat(creator.join()).isZero();
            }
            StoreFixture.assertFiles(directory, "small.ring");
        }
    }
}
