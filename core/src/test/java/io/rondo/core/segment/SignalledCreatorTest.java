package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A creator that a profiler's timer interrupts. A signal undoes an allocation on tmpfs before Linux 6.11 only; {@code
 * InterruptedAllocationTest} simulates that on all kernels.
 */
class SignalledCreatorTest {
    private static final int CAPACITY = 64 << 20;
    private static final int INTERVAL_MICROS = 300;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTimerThatSignalsTheCreatorDoesNotKeepItFromAllocating() {
        try (ChildJvm creator = ChildJvm.start(SignalledCreatorMain.class, directory, CAPACITY, INTERVAL_MICROS)) {
            assertThat(creator.readLine()).isEqualTo("created");
        }
        StoreFixture.assertFiles(directory, "q.ring");
    }
}
