package io.rondo.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.orders.CancelOrderDecoder;
import io.rondo.codecs.orders.CancelOrderEncoder;
import io.rondo.codecs.orders.MessageHeaderDecoder;
import io.rondo.codecs.orders.MessageHeaderEncoder;
import io.rondo.codecs.orders.Side;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The worked example of the README is what the code does. */
class ReadmeTest {
    @Test
    void theExampleFrameIsWhatIsEncoded() throws IOException {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        CancelOrderEncoder encoder = new CancelOrderEncoder()
                .wrapAndApplyHeader(buffer, SofhHeader.LENGTH, new MessageHeaderEncoder()).clientOrderId(2)
                .origClientOrderId(1).transactTime(1_700_000_000_000_000_000L).symbol("RONDO").side(Side.SELL);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        SofhHeader.encode(buffer, 0, length, SofhHeader.SBE_LITTLE_ENDIAN);
        byte[] frame = new byte[SofhHeader.LENGTH + length];
        buffer.getBytes(0, frame);

        assertThat(HexFormat.of().formatHex(ReadmeExamples.marked("sofh").getFirst()))
                .isEqualTo(HexFormat.of().formatHex(frame));
    }

    @Test
    void theExampleFrameDecodes() throws IOException {
        byte[] frame = ReadmeExamples.marked("sofh").getFirst();
        AtomicInteger messages = new AtomicInteger();
        SofhDeframer deframer = new SofhDeframer(64);

        deframer.reserve(frame.length);
        System.arraycopy(frame, 0, deframer.array(), deframer.writeIndex(), frame.length);
        deframer.wrote(frame.length);
        deframer.drain((bytes, offset, length, encodingType) -> {
            CancelOrderDecoder decoder = new CancelOrderDecoder().wrapAndApplyHeader(new UnsafeBuffer(bytes), offset,
                    new MessageHeaderDecoder());
            assertThat(encodingType).isEqualTo(SofhHeader.SBE_LITTLE_ENDIAN);
            assertThat(decoder.symbol()).isEqualTo("RONDO");
            assertThat(decoder.side()).isEqualTo(Side.SELL);
            return messages.incrementAndGet() > 0;
        });

        deframer.endOfStream();
        assertThat(messages).hasValue(1);
    }
}
