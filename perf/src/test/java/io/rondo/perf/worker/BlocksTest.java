package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final int LONGEST = 150;
    /** Not multiples of a word. */
    private static final int INDEX = 5;
    private static final int FROM = 3;
    private static final int CAPACITY = INDEX + LONGEST + INDEX;

    private final byte[] expected = new byte[FROM + LONGEST + FROM];
    private final Blocks blocks = new Blocks(expected);

    BlocksTest() {
        new Random(7).nextBytes(expected);
    }

    private static List<MutableDirectBuffer> buffers(Arena arena) {
        MemorySegment memory = arena.allocate(CAPACITY);
        SegmentBuffer window = SegmentBuffer.ofMapping(memory);
        window.window(memory.address(), CAPACITY);
        return List.of(window, new UnsafeBuffer(arena.allocate(CAPACITY).address(), CAPACITY),
                new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY)),
                new UnsafeBuffer(new byte[CAPACITY + 9], 9, CAPACITY));
    }

    @Test
    void everyByteOfEveryLengthIsComparedAndNoOther() {
        try (Arena arena = Arena.ofConfined()) {
            for (MutableDirectBuffer buffer : buffers(arena)) {
                for (int length = 0; length <= LONGEST; length++) {
                    byte[] bytes = Arrays.copyOfRange(expected, FROM, FROM + length);
                    buffer.setMemory(0, CAPACITY, (byte) length);
                    buffer.putBytes(INDEX, bytes);
                    assertThat(blocks.match(buffer, INDEX, FROM, length)).as("%s bytes in %s", length, buffer).isTrue();
                    for (int i = 0; i < length; i++) {
                        buffer.putByte(INDEX + i, (byte) (bytes[i] ^ 1 << i % Byte.SIZE));
                        assertThat(blocks.match(buffer, INDEX, FROM, length)).as("byte %s of %s", i, length).isFalse();
                        buffer.putByte(INDEX + i, bytes[i]);
                    }
                }
            }
        }
    }

    @Test
    void aRangeBeyondTheBufferIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            for (MutableDirectBuffer buffer : buffers(arena)) {
                assertThatThrownBy(() -> blocks.match(buffer, CAPACITY - 7, FROM, 8))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }
}
