package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final int OFFSET = 16;

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 120, 128, 1024})
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

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 120, 128, 1024})
    void everyByteCounts(int length) {
        Payload payload = new Payload(length);
        UnsafeBuffer buffer = written(payload, 77);
        for (int i = OFFSET; i < OFFSET + length; i++) {
            byte good = buffer.getByte(i);
            buffer.putByte(i, (byte) (good ^ 1));
            assertThatThrownBy(() -> payload.verify(buffer, OFFSET, length, 77)).hasMessageContaining("77");
            buffer.putByte(i, good);
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

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 128, 10_000, 20_000})
    void nativeMemoryIsComparedToTheLastByte(int length) {
        Payload payload = new Payload(length);
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(20_100));
        payload.write(buffer, OFFSET, 9);
        assertThatCode(() -> payload.verify(buffer, OFFSET, length, 9)).doesNotThrowAnyException();
        buffer.putByte(OFFSET + length - 1, (byte) ~buffer.getByte(OFFSET + length - 1));
        assertThatThrownBy(() -> payload.verify(buffer, OFFSET, length, 9)).hasMessageContaining("not its own");
    }

    @Test
    void anotherLengthIsFound() {
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
