package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

class BuffersTest {
    @Test
    void anAllocatedBufferIsZeroAndBounded() {
        MutableDirectBuffer buffer = Buffers.allocate(16);
        assertThat(buffer.capacity()).isEqualTo(16);
        assertThat(buffer.getLong(0)).isZero();
        assertThat(buffer.getLong(8)).isZero();
        assertThatThrownBy(() -> buffer.getLong(9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Buffers.allocate(0).capacity()).isZero();
    }

    @Test
    void aNegativeCapacityIsRefused() {
        assertThatThrownBy(() -> Buffers.allocate(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity -1 is negative: use 0 or more");
    }

    @Test
    void aWrappedArrayIsShared() {
        byte[] bytes = new byte[8];
        MutableDirectBuffer buffer = Buffers.wrap(bytes);
        buffer.putInt(0, 0x01020304, ByteOrder.BIG_ENDIAN);
        assertThat(bytes).startsWith(1, 2, 3, 4);
        assertThat(buffer.byteArray()).isSameAs(bytes);
    }

    @Test
    void aWrappedSegmentIsSharedUntilItIsClosed() {
        MutableDirectBuffer buffer;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(8);
            buffer = Buffers.wrap(segment);
            buffer.putByte(7, (byte) 5);
            assertThat(segment.get(ValueLayout.JAVA_BYTE, 7)).isEqualTo((byte) 5);
        }
        assertThatThrownBy(() -> buffer.getByte(7)).isInstanceOf(IllegalStateException.class);
    }
}
