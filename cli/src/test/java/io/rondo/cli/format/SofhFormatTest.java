package io.rondo.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SofhFormatTest {
    private static final int MAX = 16;

    private static MessageReader reader(String hex) {
        return InputFormat.SOFH.reader(Inputs.of(HexFormat.of().parseHex(hex.replace(" ", "")), 4), MAX);
    }

    @Test
    void aFrameIsLengthWithHeaderTypeAndMessage() throws IOException {
        assertThat(FormatRandomTest.write(OutputFormat.SOFH, List.of(new byte[]{1, 2}, new byte[0])))
                .isEqualTo(HexFormat.of().parseHex("00000008eb500102" + "00000006eb50"));
    }

    @Test
    void framesOfAnyEncodingTypeAreRead() throws IOException {
        assertThat(Inputs.readAll(reader("00000007 f000 41  00000006 eb50"))).containsExactly(new byte[]{0x41},
                new byte[0]);
    }

    @Test
    void aLengthBelowTheHeadersIsNamedWithItsPlace() throws IOException {
        MessageReader reader = reader("00000007 eb50 41  00000005 eb50");
        assertThat(reader.next()).isEqualTo(1);
        assertThatThrownBy(reader::next).isInstanceOf(FormatException.class).hasMessageContaining("frame 2 at byte 7")
                .hasMessageContaining("length 5");
    }

    @Test
    void aLengthBeyondTheLimitIsNamedWithoutReadingSoMuch() {
        assertThatThrownBy(reader("fffffff0 eb50 41")::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("frame 1").hasMessageContaining("4294967280").hasMessageContaining("16");
    }

    @Test
    void anInputThatEndsInsideAHeaderOrAMessageIsReportedAsCutOff() {
        assertThatThrownBy(reader("000000")::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("inside frame 1");
        assertThatThrownBy(reader("00000008 eb50 41")::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("7 of at least 8 bytes");
    }
}
