package io.rondo.codecs.sofh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SofhHeaderTest {
    private static final int MAX = SofhHeader.MAX_PAYLOAD_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);

    @Test
    void isBigEndianAndCountsItself() {
        SofhHeader.encode(buffer, 3, 0x010203, SofhHeader.SBE_LITTLE_ENDIAN);

        byte[] bytes = new byte[SofhHeader.LENGTH];
        buffer.getBytes(3, bytes);
        assertThat(bytes).containsExactly(0x00, 0x01, 0x02, 0x09, 0xEB, 0x50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_529, 65_530, MAX})
    void readsWhatItWrote(int payloadLength) {
        SofhHeader.encode(buffer, 1, payloadLength, 0xFFFF);

        assertThat(SofhHeader.payloadLength(buffer, 1, MAX)).isEqualTo(payloadLength);
        assertThat(SofhHeader.encodingType(buffer, 1)).isEqualTo(0xFFFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void refusesALengthBelowItsOwn(int messageLength) {
        buffer.putInt(0, messageLength, ByteOrder.BIG_ENDIAN);

        assertThatThrownBy(() -> SofhHeader.payloadLength(buffer, 0, MAX)).isInstanceOf(SofhException.class)
                .hasMessageStartingWith("SOFH message length " + messageLength + " is less than 6");
    }

    @Test
    void acceptsTheMaximumAndRefusesOneMore() {
        SofhHeader.encode(buffer, 0, 100, 0);

        assertThat(SofhHeader.payloadLength(buffer, 0, 100)).isEqualTo(100);
        assertThatThrownBy(() -> SofhHeader.payloadLength(buffer, 0, 99)).isInstanceOf(SofhException.class)
                .hasMessageContaining("106").hasMessageContaining("99").hasMessageContaining("raise the maximum");
    }

    @Test
    void readsTheLengthAsUnsigned() {
        buffer.putInt(0, -1);

        assertThatThrownBy(() -> SofhHeader.payloadLength(buffer, 0, MAX)).isInstanceOf(SofhException.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void refusesToWriteWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> SofhHeader.encode(buffer, 0, -1, 0))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> SofhHeader.encode(buffer, 0, MAX + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SofhHeader.encode(buffer, 0, 0, 0x10000))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> SofhHeader.encode(buffer, 0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> SofhHeader.payloadLength(buffer, 0, -1));
        assertThat(buffer.byteArray()).containsOnly(0);
    }
}
