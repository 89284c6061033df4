package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.codecs.dead.DeadLetterEncoder;
import io.rondo.codecs.dead.DeadReason;
import io.rondo.codecs.dead.MessageHeaderEncoder;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH + DeadLetterEncoder.BLOCK_LENGTH;

    private static MutableDirectBuffer letter(int payload) {
        MutableDirectBuffer buffer = Buffers.allocate(HEADER + payload);
        new DeadLetterEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).workQueueHigh(1)
                .workQueueLow(2).position(640).time(1_500_000_001L).deliveries(3).reason(DeadReason.DEADLINE_MISSED);
        return buffer;
    }

    @Test
    void allFieldsAreReadAndThePayloadFollowsTheHeader() {
        assertThat(DeadLetter.of(letter(5), 0, HEADER + 5)).isEqualTo(new DeadLetter(new UUID(1, 2), 640,
                DeadLetter.Reason.DEADLINE_MISSED, 3, Instant.ofEpochSecond(1, 500_000_001), HEADER, 5));
    }

    @Test
    void aLongerBlockOfALaterVersionIsSkipped() {
        MutableDirectBuffer letter = letter(5);
        letter.putShort(0, (short) (DeadLetterEncoder.BLOCK_LENGTH + 2), java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThat(DeadLetter.of(letter, 0, HEADER + 5)).extracting(DeadLetter::payloadOffset,
                DeadLetter::payloadLength).containsExactly(HEADER + 2, 3);
    }

    @Test
    void anyOtherMessageIsRefused() {
        MutableDirectBuffer letter = letter(5);
        assertThatThrownBy(() -> DeadLetter.of(letter, 0, HEADER - 1)).isInstanceOf(IllegalArgumentException.class);
        Random random = new Random(7);
        byte[] bytes = new byte[HEADER + 5];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(bytes);
            assertThatThrownBy(() -> DeadLetter.of(Buffers.wrap(bytes), 0, bytes.length))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no dead letter");
        }
        letter.putByte(HEADER - 1, (byte) 99);
        assertThatThrownBy(() -> DeadLetter.of(letter, 0, HEADER + 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
