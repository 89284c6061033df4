package io.rondo.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class CFunctionTest {
    private static final int EBADF = 9;
    private static final int EINVAL = 22;

    @Test
    void aFunctionGetsUpToSixArgumentsOfAnyLength() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            // Private anonymous memory: the descriptor of 32 bits is -1.
            long address = CFunction.of("mmap").call(state, 0, 1L << 33, 0, 0x4022, -1, 0);
            assertThat(address).isPositive();
            assertThat((int) CFunction.of("munmap").call(address, 1L << 33, 0)).isZero();
            assertThat(CFunction.of("mmap").call(state, 0, 0, 0, 0x4022, -1, 0)).isEqualTo(-1);
            assertThat(Libc.errno(state)).isEqualTo(EINVAL);
        }
    }

    @Test
    void anErrorNumberIsStored() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            assertThat((int) CFunction.of("close").call(state, -1, 0, 0)).isEqualTo(-1);
            assertThat(Libc.errno(state)).isEqualTo(EBADF);
        }
    }

    @Test
    void aFunctionThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> CFunction.of("no_such_function")).isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("no_such_function");
    }
}
