package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final int OFFSET = 16;
    /** From this length on, a step of 7 bytes changes every word, each at another byte than its neighbours. */
    private static final int LONG = 4096;
    private static final int STEP = 7;

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32, 72, 80, 120, 128, 1024})
    void aMessageIsRecognisedByItsNumber(int length) {
        Payload payload = new Payload(length);
        for (long n = 0; n < 200; n++) {
            UnsafeBuffer buffer = written(payload, n);
            long number = n;
            assertThatCode(() -> payload.verify(buffer, OFFSET, length, number)).doesNotThrowAnyException();
            assertThatThrownBy(() -> payload.verify(buffer, OFFSET, length, number + 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /** Single words and pairs, blocks with every remainder of a vector, in each kind of memory. */
    @ParameterizedTest
    @ValueSource(
            ints = {8, 16, 24, 32, 40, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136, 200, 256, 264, 1024, 1032, 4096,
                10_008, 20_000})
    void everyWordCounts(int length) {
        Payload payload = new Payload(length);
        try (Arena arena = Arena.ofConfined()) {
            for (Buffers buffers : buffers(arena, length)) {
                payload.write(buffers.written, OFFSET, 77);
                assertThat(finds(payload, buffers.read, length)).as("fault in %s", buffers.read).isFalse();
                for (int i = OFFSET; i < OFFSET + length; i += length < LONG ? 1 : STEP) {
                    byte good = buffers.written.getByte(i);
                    buffers.written.putByte(i, (byte) (good ^ 1 << i % Byte.SIZE));
                    assertThat(finds(payload, buffers.read, length)).as("byte %s in %s", i, buffers.read).isTrue();
                    buffers.written.putByte(i, good);
                }
                assertThat(finds(payload, buffers.read, length)).as("fault in %s", buffers.read).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128, 1024})
    void bytesAroundTheMessageDoNotCount(int length) {
        Payload payload = new Payload(length);
        try (Arena arena = Arena.ofConfined()) {
            for (Buffers buffers : buffers(arena, length)) {
                for (byte around : new byte[]{0, -1}) {
                    buffers.written.setMemory(0, OFFSET + length + OFFSET, around);
                    payload.write(buffers.written, OFFSET, 77);
                    assertThat(finds(payload, buffers.read, length)).as("fault in %s", buffers.read).isFalse();
                    assertThat(buffers.written.getByte(OFFSET - 1)).isEqualTo(around);
                    assertThat(buffers.written.getByte(OFFSET + length)).isEqualTo(around);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128, 1024})
    void aMessageBeyondTheBufferIsFound(int length) {
        Payload payload = new Payload(length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(length + OFFSET);
            payload.write(new UnsafeBuffer(memory.address(), length + OFFSET), 0, 77);
            SegmentBuffer window = SegmentBuffer.ofMapping(memory);
            window.window(memory.address(), length - Long.BYTES);
            assertThatThrownBy(() -> payload.verify(window, 0, length, 77))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** Two views of the same memory. */
    private record Buffers(MutableDirectBuffer written, DirectBuffer read) {}

    /**
     * The buffers of the transports: Rondo's windows, and Agrona's buffers over an address, a ByteBuffer and arrays.
     */
    private static List<Buffers> buffers(Arena arena, int length) {
        int capacity = OFFSET + length + OFFSET;
        MemorySegment memory = arena.allocate(capacity);
        SegmentBuffer writable = SegmentBuffer.ofMapping(memory);
        writable.window(memory.address(), capacity);
        SegmentBuffer readable = SegmentBuffer.ofMapping(memory.asReadOnly());
        readable.window(memory.address(), capacity);
        UnsafeBuffer bare = new UnsafeBuffer(memory.address(), capacity);
        UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + 3), 3, capacity);
        UnsafeBuffer array = new UnsafeBuffer(new byte[capacity + 5], 5, capacity);
        return List.of(new Buffers(writable, readable), new Buffers(bare, bare), new Buffers(direct, direct),
                new Buffers(array, array));
    }

    private static boolean finds(Payload payload, DirectBuffer buffer, int length) {
        try {
            payload.verify(buffer, OFFSET, length, 77);
            return false;
        } catch (IllegalStateException e) {
            return e.getMessage().contains("message 77 of " + length + " bytes expected");
        }
    }

    @Test
    void bytesLeftByAnEarlierLapAreFound() {
        Payload payload = new Payload(1024);
        for (long lap : new long[]{1 << 10, 1 << 16, 1 << 20, (1 << 20) / 1032}) {
            UnsafeBuffer buffer = written(payload, 5);
            buffer.putLong(OFFSET, 5 + lap);
            assertThatThrownBy(() -> payload.verify(buffer, OFFSET, 1024, 5 + lap))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aNumberTellsItsProducerAndTheEnd() {
        long number = Payload.first(5) + 123;
        assertThat(Payload.producer(number)).isEqualTo(5);
        assertThat(Payload.isEnd(number)).isFalse();
        assertThat(Payload.isEnd(Payload.END | number)).isTrue();
        assertThat(Payload.producer(Payload.END | number)).isEqualTo(5);
    }

    @Test
    void aWrongLengthIsFound() {
        Payload payload = new Payload(32);
        assertThatThrownBy(() -> payload.verify(written(payload, 1), OFFSET, 24, 1)).hasMessageContaining("24");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 12, -8})
    void lengthsOtherThanWholeWordsAreRefused(int length) {
        assertThatThrownBy(() -> new Payload(length)).hasMessageContaining("message size " + length);
    }

    private static UnsafeBuffer written(Payload payload, long n) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        payload.write(buffer, OFFSET, n);
        return buffer;
    }
}
