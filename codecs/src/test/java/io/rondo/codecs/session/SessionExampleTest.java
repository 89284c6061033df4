package io.rondo.codecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.ProtocolDocument;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.sofh.SofhDeframer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The session in the document is what the code encodes and decodes. */
class SessionExampleTest {
    private static final List<Object> SESSION = List.of(
            new Hello(0x0123456789abcdefL, 0, 1, 0, SessionEncoder.PROTOCOL_VERSION, Role.PUBLISHER, null, false,
                    new Terms(ChannelKind.QUEUE, null, null, null, 202, 0, null), "orders"),
            new Welcome(0x7766554433221100L, 0, 65_536, 65_528, 131_072, SessionEncoder.PROTOCOL_VERSION, 202, 0,
                    ChannelKind.QUEUE, false, false, true, false),
            Calls.Data.of(1, "hello".getBytes(StandardCharsets.US_ASCII)), new Calls.Ack(1, 65_567),
            new Bye(1, ByeReason.DONE, ""), new Calls.Ack(1, 65_567));

    @Test
    void theSessionIsWhatIsEncoded() throws IOException {
        HexFormat hex = HexFormat.of();

        assertThat(ProtocolDocument.marked("session").stream().map(hex::formatHex).toList())
                .isEqualTo(SESSION.stream().map(call -> hex.formatHex(Calls.frame(call))).toList());
    }

    @Test
    void theSessionDecodes() throws IOException {
        Calls calls = new Calls();
        SessionDecoder decoder = new SessionDecoder(calls);
        SofhDeframer deframer = new SofhDeframer(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);

        for (byte[] frame : ProtocolDocument.marked("session")) {
            deframer.reserve(frame.length);
            System.arraycopy(frame, 0, deframer.array(), deframer.writeIndex(), frame.length);
            deframer.wrote(frame.length);
            deframer.drain((buffer, offset, length, encodingType) -> decoder.decode(new UnsafeBuffer(buffer), offset,
                    length, encodingType));
        }

        deframer.endOfStream();
        assertThat(calls.all()).isEqualTo(SESSION);
    }
}
