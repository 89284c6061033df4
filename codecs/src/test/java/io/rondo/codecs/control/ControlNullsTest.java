package io.rondo.codecs.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a peer leaves out, and what a hostile one puts in. */
class ControlNullsTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    @Test
    void optionsNotGivenAreNullAndDifferFromAny() {
        new HelloEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).publisherId(HelloEncoder.publisherIdNullValue())
                .maxMessageLength(HelloEncoder.maxMessageLengthNullValue())
                .schemaId(HelloEncoder.schemaIdNullValue()).kind(ChannelKind.NULL_VAL)
                .slowConsumer(SlowConsumer.NULL_VAL);

        HelloDecoder decoder = new HelloDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);

        assertThat(decoder.publisherId()).isZero();
        assertThat(decoder.maxMessageLength()).isEqualTo(HelloDecoder.maxMessageLengthNullValue()).isNegative();
        assertThat(decoder.schemaId()).isEqualTo(HelloDecoder.schemaIdNullValue()).isNotZero();
        assertThat(decoder.kind()).isEqualTo(ChannelKind.NULL_VAL);
        assertThat(decoder.slowConsumer()).isEqualTo(SlowConsumer.NULL_VAL);
    }

    @Test
    void valuesOfALaterVersionAreUnknownAndNoException() {
        RejectEncoder encoder = new RejectEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
        buffer.putByte(encoder.offset() + RejectEncoder.codeEncodingOffset(), (byte) 200);

        RejectDecoder decoder = new RejectDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);

        assertThat(decoder.code()).isEqualTo(RejectCode.SBE_UNKNOWN);
        assertThat(decoder.codeRaw()).isEqualTo((short) 200);
    }

    @Test
    void aNameLongerThan64BytesIsNotEncoded() {
        HelloEncoder encoder = new HelloEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);

        assertThatIllegalStateException().isThrownBy(() -> encoder.channel("x".repeat(65)))
                .withMessageContaining("65");
    }

    @Test
    void aPayloadLengthBeyondTheBufferIsStoppedByTheBuffersBounds() {
        DataEncoder encoder = new DataEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
        for (int length : new int[]{-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000}) {
            buffer.putInt(encoder.limit(), length, ByteOrder.LITTLE_ENDIAN);
            DataDecoder decoder = new DataDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);

            assertThatThrownBy(() -> decoder.wrapPayload(new UnsafeBuffer())).as("length %d", length)
                    .isInstanceOfAny(IndexOutOfBoundsException.class, IllegalArgumentException.class);
        }
    }
}
