package io.rondo.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawWordsTest {
    private static final long FULL = -1;

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 56, 64, 72, 4088, 4096, 4104, 12_288, 12_296})
    void zeroingDoesNotChangeAdjacentWords(int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(length + 2L * Long.BYTES, Long.BYTES).fill((byte) FULL);
            RawWords.zero(memory.address() + Long.BYTES, length);
            long[] words = memory.toArray(JAVA_LONG);
            long[] expected = new long[words.length];
            expected[0] = FULL;
            expected[words.length - 1] = FULL;
            assertThat(words).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 4096, 12_288})
    void zeroingAllocatesNothingBeforeItIsCompiledEither(int length) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(length, Long.BYTES).address();
            long least = Long.MAX_VALUE;
            // The first calls link.
            for (int call = 0; call < 20; call++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                RawWords.zero(address, length);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
        }
    }
}
