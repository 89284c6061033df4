package io.rondo.core.buffer;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SegmentBufferTest {
    private static final int[] OUTSIDE = {-1, -8, Integer.MIN_VALUE, 57, 64, Integer.MAX_VALUE, Integer.MAX_VALUE - 7};

    private final MemorySegment memory = MemorySegment.ofArray(new byte[128]);
    private final SegmentBuffer buffer = new SegmentBuffer();

    @Test
    void accessOutsideTheWindowFailsEvenInsideTheSegment() {
        buffer.wrap(memory, 32, 64);
        byte[] array = new byte[8];
        SegmentBuffer other = new SegmentBuffer(MemorySegment.ofArray(new byte[128]));
        for (int index : OUTSIDE) {
            for (ThrowingCallable access : List.<ThrowingCallable>of(() -> buffer.getLong(index),
                    () -> buffer.putLong(index, -1), () -> buffer.getLong(index, BIG_ENDIAN),
                    () -> buffer.putDouble(index, 1), () -> buffer.getBytes(index, array),
                    () -> buffer.putBytes(index, array), () -> buffer.getBytes(index, other, 0, 8),
                    () -> buffer.putBytes(index, other, 0, 8), () -> buffer.setMemory(index, 8, (byte) 1),
                    () -> buffer.getStringWithoutLengthAscii(index, 8), () -> buffer.putLongAscii(index, 12345678),
                    () -> buffer.parseLongAscii(index, 8), () -> buffer.boundsCheck(index, 8))) {
                assertThatThrownBy(access).as("index %s", index).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        assertThat(memory.mismatch(MemorySegment.ofArray(new byte[128]))).isEqualTo(-1);
    }

    @Test
    void aWindowOutsideTheSegmentIsRefusedAndTheOldOneStays() {
        buffer.wrap(memory, 8, 16);
        for (Runnable wrap : List.<Runnable>of(() -> buffer.wrap(memory, -1, 8), () -> buffer.wrap(memory, 128, 1),
                () -> buffer.wrap(memory, 0, 129), () -> buffer.wrap(memory, 0, -1),
                () -> buffer.wrap(memory, Long.MAX_VALUE, 8))) {
            assertThatThrownBy(wrap::run).isInstanceOf(IndexOutOfBoundsException.class);
        }
        buffer.putByte(15, (byte) 7);
        assertThat(buffer.capacity()).isEqualTo(16);
        assertThat(buffer.byteArray()[8 + 15]).isEqualTo((byte) 7);
    }

    @Test
    void aNewBufferIsEmpty() {
        assertThat(buffer.capacity()).isZero();
        assertThatThrownBy(() -> buffer.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSegmentBeyondIntRangeIsTakenInWindowsOnly() {
        MemorySegment huge = MemorySegment.ofAddress(4096).reinterpret(1L << 32);
        assertThatIllegalArgumentException().isThrownBy(() -> new SegmentBuffer(huge))
                .withMessageContaining("4294967296")
                .withMessageContaining("wrap a part");
        buffer.wrap(huge, (1L << 32) - 8, 8);
        assertThat(buffer.addressOffset()).isEqualTo(4096 + (1L << 32) - 8);
        assertThat(buffer.capacity()).isEqualTo(8);
    }

    @Test
    void bytesAreInTheOrderAskedFor() {
        buffer.wrap(memory, 1, 64);
        buffer.putLong(0, 0x0102030405060708L, BIG_ENDIAN);
        assertThat(bytes(8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        buffer.putLong(0, 0x0102030405060708L, LITTLE_ENDIAN);
        assertThat(bytes(8)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        buffer.putInt(0, 0x01020304, BIG_ENDIAN);
        assertThat(bytes(4)).containsExactly(1, 2, 3, 4);
        buffer.putChar(0, (char) 0x0102, LITTLE_ENDIAN);
        assertThat(bytes(2)).containsExactly(2, 1);
        buffer.putFloat(0, 1f, BIG_ENDIAN);
        assertThat(bytes(4)).containsExactly(0x3f, 0x80, 0, 0);
        assertThat(buffer.getFloat(0, BIG_ENDIAN)).isEqualTo(1f);
    }

    @Test
    void readOnlyMemoryIsReadAndNeverWritten() {
        memory.setString(0, "12345678");
        buffer.wrap(memory.asReadOnly(), 0, 64);
        assertThat(buffer.parseIntAscii(0, 8)).isEqualTo(12345678);
        for (ThrowingCallable write : List.<ThrowingCallable>of(() -> buffer.putByte(0, (byte) 0),
                () -> buffer.putLong(0, 0, BIG_ENDIAN), () -> buffer.putBytes(0, new byte[4]),
                () -> buffer.putBytes(0, new SegmentBuffer(memory), 8, 8),
                () -> buffer.putBytes(0, ByteBuffer.allocateDirect(8), 8), () -> buffer.setMemory(0, 8, (byte) 0),
                () -> buffer.putStringAscii(0, "x"), () -> buffer.putIntAscii(0, 0))) {
            assertThatThrownBy(write)
                    .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class);
        }
        assertThat(buffer.byteArray()).isNull();
        assertThatThrownBy(buffer::addressOffset).isInstanceOf(UnsupportedOperationException.class);
        assertThat(memory.getString(0)).isEqualTo("12345678");
    }

    @Test
    void aReadOnlyWindowOverMappingsIsReadAndNeverWritten() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16);
            memory.set(ValueLayout.JAVA_LONG, 8, 42);
            SegmentBuffer buffer = SegmentBuffer.ofMapping(memory.asReadOnly());
            buffer.window(memory.address() + 8, 8);
            assertThat(buffer.getLong(0)).isEqualTo(42);
            assertThatThrownBy(() -> buffer.putLong(0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> buffer.putByte(0, (byte) 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> buffer.getByte(8)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.getLong(-8)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(memory.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
        }
    }

    @Test
    void aWindowOverAMappingIsNotWrappedAroundAnythingElse() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16);
            SegmentBuffer buffer = SegmentBuffer.ofMapping(memory);
            buffer.window(memory.address() + 8, 8);
            for (ThrowingCallable wrap : List.<ThrowingCallable>of(() -> buffer.wrap(new byte[8]),
                    () -> buffer.wrap(ByteBuffer.allocate(8)), () -> buffer.wrap(new SegmentBuffer()),
                    () -> buffer.wrap(memory, 0, 8))) {
                assertThatThrownBy(wrap).isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("make one of your own");
            }
            buffer.putLong(0, 42);
            assertThat(memory.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
            buffer.shut();
            assertThatThrownBy(() -> buffer.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aReadOnlyByteBufferIsNeverWritten() {
        buffer.wrap(memory, 0, 64);
        for (ByteBuffer target : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            assertThatThrownBy(() -> buffer.getBytes(0, target.asReadOnlyBuffer(), 8)).isInstanceOfAny(
                    IllegalArgumentException.class, UnsupportedOperationException.class, ReadOnlyBufferException.class);
        }
    }

    @Test
    void afterTheArenaIsClosedEveryUseThrows() {
        try (Arena arena = Arena.ofShared()) {
            buffer.wrap(arena.allocate(64), 0, 64);
        }
        for (ThrowingCallable use : List.<ThrowingCallable>of(() -> buffer.getByte(0), () -> buffer.putLong(0, 1),
                () -> buffer.getBytes(0, new byte[8]), () -> buffer.getBytes(0, new UnsafeBuffer(new byte[8]), 0, 8),
                () -> new UnsafeBuffer(new byte[8]).putBytes(0, buffer, 0, 8), () -> new UnsafeBuffer().wrap(buffer),
                () -> buffer.putBytes(0, new UnsafeBuffer(ByteBuffer.allocateDirect(8)), 0, 8), buffer::hashCode)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aBareAddressIsNotWrapped() {
        assertThatThrownBy(() -> buffer.wrap(4096L, 8)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("0x1000").hasMessageContaining("MemorySegment");
        UnsafeBuffer bare = new UnsafeBuffer(4096L, 8);
        assertThatThrownBy(() -> buffer.wrap(bare)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("bare address");
    }

    @Test
    void arraysOfWordsAreMemoryWithoutAnAddress() {
        buffer.wrap(MemorySegment.ofArray(new long[4]), 4, 20);
        buffer.putLong(0, 42);
        buffer.putBytes(8, new UnsafeBuffer(ByteBuffer.allocateDirect(8)), 0, 8);
        assertThat(buffer.getLong(0)).isEqualTo(42);
        assertThat(buffer.byteArray()).isNull();
        assertThatThrownBy(buffer::addressOffset).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("only native memory and writable byte[]");
    }

    @Test
    void overlappingMemoryIsCopiedAsIfAtOnceEvenThroughAForeignView() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(128);
            SegmentBuffer window = SegmentBuffer.ofMapping(segment);
            window.window(segment.address(), 128);
            for (SegmentBuffer own : List.of(new SegmentBuffer(segment), window)) {
                overlap(segment, own, new UnsafeBuffer(segment.address(), 128));
                overlap(segment, own, new Derived(segment.address(), 128));
            }
        }
    }

    private static void overlap(MemorySegment segment, SegmentBuffer own, UnsafeBuffer foreign) {
        for (int distance = -20; distance <= 20; distance++) {
            for (int length : new int[]{5, 53, 77}) {
                byte[] expected = numbered(segment);
                System.arraycopy(expected, 30, expected, 30 + distance, length);
                own.putBytes(30 + distance, foreign, 30, length);
                assertThat(segment.mismatch(MemorySegment.ofArray(expected))).as("put by %s", distance).isEqualTo(-1);
                numbered(segment);
                own.getBytes(30, foreign, 30 + distance, length);
                assertThat(segment.mismatch(MemorySegment.ofArray(expected))).as("get by %s", distance).isEqualTo(-1);
            }
        }
    }

    @Test
    void anAddressIsTakenOnlyFromAgronasOwnClass() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(128);
            numbered(segment);
            // Nothing is mapped at so low an address.
            Derived foreign = new Derived(segment.address(), 128) {
                @Override
                public long addressOffset() {
                    return 8;
                }
            };
            SegmentBuffer window = SegmentBuffer.ofMapping(segment);
            window.window(segment.address() + 64, 64);
            for (SegmentBuffer own : List.of(new SegmentBuffer(segment.asSlice(64)), window)) {
                own.putBytes(1, foreign, 3, 13);
                own.getBytes(0, foreign, 20, 17);
                assertThat(segment.asSlice(65, 13).mismatch(segment.asSlice(3, 13))).isEqualTo(-1);
                assertThat(segment.asSlice(64, 17).mismatch(segment.asSlice(20, 17))).isEqualTo(-1);
            }
        }
    }

    /** Gives the address of its memory, but might give any other. */
    private static class Derived extends UnsafeBuffer {
        Derived(long address, int length) {
            super(address, length);
        }
    }

    @Test
    void copyingFromAndToBareMemoryIsCheckedOnBothSides() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(64);
            byte[] before = numbered(segment);
            SegmentBuffer window = SegmentBuffer.ofMapping(segment);
            window.window(segment.address() + 16, 32);
            SegmentBuffer readOnly = SegmentBuffer.ofMapping(segment.asReadOnly());
            readOnly.window(segment.address(), 64);
            UnsafeBuffer bare = new UnsafeBuffer(ByteBuffer.allocateDirect(64), 16, 32);
            for (SegmentBuffer own : List.of(new SegmentBuffer(segment.asSlice(16, 32)), window)) {
                for (int[] range : new int[][]{{-1, 0, 8}, {25, 0, 8}, {0, -1, 8}, {0, 25, 8}, {0, 0, 33}, {0, 0, -1},
                    {Integer.MAX_VALUE, 0, 8}, {0, Integer.MAX_VALUE, 8}}) {
                    assertThatThrownBy(() -> own.putBytes(range[0], bare, range[1], range[2]))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> own.getBytes(range[0], bare, range[1], range[2]))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                }
            }
            assertThatThrownBy(() -> readOnly.putBytes(0, bare, 0, 8))
                    .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class);
            assertThat(segment.mismatch(MemorySegment.ofArray(before))).isEqualTo(-1);
            assertThat(bare.compareTo(new UnsafeBuffer(new byte[32]))).isZero();
        }
    }

    @Test
    void unsafeBuffersOverItShareItsMemory() {
        try (Arena arena = Arena.ofConfined()) {
            for (MemorySegment segment : List.of(arena.allocate(64), MemorySegment.ofArray(new byte[64]))) {
                buffer.wrap(segment, 9, 40);
                UnsafeBuffer view = new UnsafeBuffer(buffer);
                view.putLong(3, 0xCAFEL);
                assertThat(buffer.getLong(3)).isEqualTo(0xCAFEL);
                assertThat(view.capacity()).isEqualTo(40);
                assertThat(view.compareTo(buffer)).isZero();
            }
        }
    }

    @Test
    void theByteBufferIsForgottenWithItsSegment() {
        ByteBuffer origin = ByteBuffer.allocateDirect(16);
        buffer.wrap(origin, 3, 8);
        assertThat(buffer.byteBuffer()).isSameAs(origin);
        assertThat(buffer.wrapAdjustment()).isEqualTo(3);
        buffer.wrap(memory, 0, 8);
        assertThat(buffer.byteBuffer()).isNull();
    }

    @Test
    void aNegativeNumberIsNotNatural() {
        buffer.wrap(memory, 0, 64);
        for (ThrowingCallable put : List.<ThrowingCallable>of(() -> buffer.putNaturalIntAscii(0, -5),
                () -> buffer.putNaturalLongAscii(0, -5), () -> buffer.putNaturalPaddedIntAscii(0, 4, -5),
                () -> buffer.putNaturalIntAsciiFromEnd(-5, 10))) {
            assertThatThrownBy(put).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-5 is negative");
        }
    }

    @Test
    void buffersWithEqualContentAreEqualAndDescribeThemselves() {
        buffer.wrap(memory, 3, 20);
        SegmentBuffer same = new SegmentBuffer(MemorySegment.ofArray(new byte[20]));
        assertThat(buffer).isEqualTo(same).hasSameHashCodeAs(same).isEqualByComparingTo(same);
        same.putByte(19, (byte) 1);
        assertThat(buffer).isNotEqualTo(same).isLessThan(same);
        assertThat(buffer.toString()).contains("base=3", "capacity=20");
    }

    @Test
    void visitingRecordsAllocatesNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(1 << 16);
            SegmentBuffer target = new SegmentBuffer(MemorySegment.ofArray(new byte[64]));
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            byte[] array = new byte[64];
            visit(ring, target, array, 200_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            long sum = visit(ring, target, array, 1_000_000);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // The compiler may change its mind once; a byte per record would be a million.
            assertThat(allocated).as("bytes for 1,000,000 records, sum %s", sum).isLessThan(100_000);
        }
    }

    private long visit(MemorySegment ring, SegmentBuffer target, byte[] array, int records) {
        long sum = 0;
        UnsafeBuffer bare = new UnsafeBuffer(ring.address(), 64);
        for (int i = 0; i < records; i++) {
            buffer.wrap(ring, (i & 1023) << 6, 64);
            buffer.putInt(8, i, BIG_ENDIAN);
            buffer.putBytes(16, array, 0, 16);
            buffer.getBytes(0, target, 0, 64);
            buffer.getBytes(0, array);
            buffer.putBytes(32, bare, 0, 16);
            buffer.getBytes(32, bare, 16, 16);
            sum += buffer.getLong(0) + buffer.getLong(8, LITTLE_ENDIAN) + target.getInt(8);
        }
        return sum;
    }

    private static byte[] numbered(MemorySegment segment) {
        byte[] bytes = new byte[(int) segment.byteSize()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        segment.copyFrom(MemorySegment.ofArray(bytes));
        return bytes;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
