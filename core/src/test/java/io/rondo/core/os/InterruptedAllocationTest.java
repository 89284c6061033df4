package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Allocation under signals. The kernel is simulated, because since Linux 6.11 only a fatal signal interrupts an
 * allocation on tmpfs.
 */
class InterruptedAllocationTest {
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int PAGE = 4096;
    private static final long NANOS_PER_PAGE = 1_100;
    private static final int MOST_CALLS = 100_000;

    /** A tmpfs that frees what an interrupted call has allocated, and a timer that signals the calling thread. */
    private static final class InterruptedKernel implements NativeFile.RangeAllocator {
        private final long intervalNanos;
        private final BitSet pages = new BitSet();
        private long nanos;
        private int calls;
        private int interrupted;

        InterruptedKernel(long intervalNanos) {
            this.intervalNanos = intervalNanos;
        }

        @Override
        public int allocate(long offset, long length) {
            calls++;
            assertThat(calls).as("calls; %d interrupted", interrupted).isLessThan(MOST_CALLS);
            int first = Math.toIntExact(offset / PAGE);
            int end = Math.toIntExact((offset + length + PAGE - 1) / PAGE);
            long nextSignal = (nanos / intervalNanos + 1) * intervalNanos;
            long ready = nanos + (end - first) * NANOS_PER_PAGE;
            if (ready >= nextSignal) {
                nanos = nextSignal;
                interrupted++;
                return EINTR;
            }
            nanos = ready;
            pages.set(first, end);
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000_000, 1_000_000, 100_000})
    void allocationEndsHoweverLargeTheFileIsBesideTheTimersInterval(long intervalNanos) {
        int length = (512 << 20) + PAGE + 1;
        InterruptedKernel kernel = new InterruptedKernel(intervalNanos);
        assertThat(NativeFile.allocate(length, kernel)).isZero();
        assertThat(kernel.interrupted).isPositive();
        assertThat(kernel.pages.cardinality()).isEqualTo(length / PAGE + 1);
    }

    @Test
    void anErrorEndsTheAllocationAtOnce() {
        int[] calls = new int[1];
        assertThat(NativeFile.allocate(512 << 20, (_, _) -> ++calls[0] == 3 ? ENOSPC : 0)).isEqualTo(ENOSPC);
        assertThat(calls[0]).isEqualTo(3);
    }
}
