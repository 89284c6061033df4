package io.rondo.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.control.AckDecoder;
import io.rondo.codecs.control.AckEncoder;
import io.rondo.codecs.control.MessageHeaderDecoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The example frame of the document is what the code encodes and decodes. */
class FrameExampleTest {
    @Test
    void theExampleFrameIsWhatIsEncoded() throws IOException {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        AckEncoder encoder = new AckEncoder().wrapAndApplyHeader(buffer, SofhHeader.LENGTH, new MessageHeaderEncoder())
                .confirmedSequence(2).creditLimit(65_536);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        SofhHeader.encode(buffer, 0, length, SofhHeader.SBE_LITTLE_ENDIAN);
        byte[] frame = new byte[SofhHeader.LENGTH + length];
        buffer.getBytes(0, frame);

        assertThat(HexFormat.of().formatHex(ProtocolDocument.marked("sofh").getFirst()))
                .isEqualTo(HexFormat.of().formatHex(frame));
    }

    @Test
    void theExampleFrameDecodes() throws IOException {
        byte[] frame = ProtocolDocument.marked("sofh").getFirst();
        AtomicInteger messages = new AtomicInteger();
        SofhDeframer deframer = new SofhDeframer(64);

        deframer.reserve(frame.length);
        System.arraycopy(frame, 0, deframer.array(), deframer.writeIndex(), frame.length);
        deframer.wrote(frame.length);
        deframer.drain((bytes, offset, length, encodingType) -> {
            AckDecoder decoder = new AckDecoder().wrapAndApplyHeader(new UnsafeBuffer(bytes), offset,
                    new MessageHeaderDecoder());
            assertThat(encodingType).isEqualTo(SofhHeader.SBE_LITTLE_ENDIAN);
            assertThat(decoder.confirmedSequence()).isEqualTo(2);
            assertThat(decoder.creditLimit()).isEqualTo(65_536);
            return messages.incrementAndGet() > 0;
        });

        deframer.endOfStream();
        assertThat(messages).hasValue(1);
    }
}
