package io.rondo.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What this version makes of messages from a later one, and of messages that are none. */
class OrdersEvolutionTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    @Test
    void fieldsALaterVersionAddedToTheBlockAndToTheGroupAreSkipped() {
        int addedToBlock = 16;
        int addedToGroup = 4;
        headerEncoder.wrap(buffer, 0).blockLength(NewOrderEncoder.BLOCK_LENGTH + addedToBlock)
                .templateId(NewOrderEncoder.TEMPLATE_ID).schemaId(NewOrderEncoder.SCHEMA_ID)
                .version(NewOrderEncoder.SCHEMA_VERSION + 1);
        NewOrderEncoder encoder = new NewOrderEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .clientOrderId(7).quantity(100);
        encoder.limit(encoder.limit() + addedToBlock);
        int group = encoder.limit();
        encoder.allocationsCount(1).next().account("first").quantity(60);
        buffer.putShort(group, (short) (NewOrderDecoder.AllocationsDecoder.sbeBlockLength() + addedToGroup),
                ByteOrder.LITTLE_ENDIAN);
        encoder.limit(encoder.limit() + addedToGroup);
        encoder.clientText("after all that");

        NewOrderDecoder decoder = new NewOrderDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        assertThat(decoder.actingVersion()).isEqualTo(NewOrderEncoder.SCHEMA_VERSION + 1);
        assertThat(decoder.clientOrderId()).isEqualTo(7);
        assertThat(decoder.quantity()).isEqualTo(100);
        NewOrderDecoder.AllocationsDecoder allocation = decoder.allocations().next();
        assertThat(allocation.account()).isEqualTo("first");
        assertThat(allocation.quantity()).isEqualTo(60);
        assertThat(decoder.clientText()).isEqualTo("after all that");
    }

    @Test
    void anEnumValueOfALaterVersionIsUnknownAndNoException() {
        CancelOrderEncoder encoder = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
        buffer.putByte(encoder.offset() + CancelOrderEncoder.sideEncodingOffset(), (byte) '9');

        CancelOrderDecoder decoder = new CancelOrderDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);

        assertThat(decoder.side()).isEqualTo(Side.SBE_UNKNOWN);
        assertThat(decoder.sideRaw()).isEqualTo((byte) '9');
    }

    @Test
    void anotherMessageIsRefused() {
        new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);

        assertThatIllegalStateException()
                .isThrownBy(() -> new NewOrderDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder))
                .withMessageContaining(String.valueOf(CancelOrderEncoder.TEMPLATE_ID));
    }

    @Test
    void aGroupCountBeyondTheBufferIsStoppedByTheBuffersBounds() {
        NewOrderEncoder encoder = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
        encoder.allocationsCount(65_534);

        NewOrderDecoder decoder = new NewOrderDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);

        assertThatThrownBy(() -> decoder.allocations().forEach(NewOrderDecoder.AllocationsDecoder::quantity))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
