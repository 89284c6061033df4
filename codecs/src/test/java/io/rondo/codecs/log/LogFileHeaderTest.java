package io.rondo.codecs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rondo.codecs.log.LogFileHeader.State;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LogFileHeaderTest {
    private static final LogFileHeader HEADER = new LogFileHeader(0x0102030405060708L, "orders",
            new LogFileName(1001, 2), 1_700_000_000_000_000_000L, 64 << 20, 202, 3, 2);

    private final UnsafeBuffer page = new UnsafeBuffer(new byte[LogFileHeader.LENGTH]);

    @Test
    void decodesToWhatWasEncoded() {
        HEADER.encode(page);

        assertThat(LogFileHeader.state(page)).isEqualTo(State.VALID);
        assertThat(LogFileHeader.decode(page)).isEqualTo(HEADER);
    }

    @Test
    void theOffsetsArePinned() {
        HEADER.encode(page);
        byte[] begin = new byte[72];
        page.getBytes(0, begin);

        assertThat(HexFormat.of().formatHex(begin)).isEqualTo("524f4e444f4c4f47" + "00000100" + "00100000"
                + "0807060504030201" + "e903000000000000" + hex(1_700_000_000_000_000_000L) + "0000000400000000"
                + "02000000" + "ca000000" + "03000000" + "02" + "06" + "6f7264657273" + "00000000");
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(value));
    }

    @Test
    void eachFlippedBitIsDamageAndNothingElse() {
        HEADER.encode(page);
        for (int bit = 0; bit < LogFileHeader.LENGTH * Byte.SIZE; bit++) {
            flip(bit);
            assertThat(LogFileHeader.state(page)).as("bit %d", bit).isEqualTo(State.DAMAGED);
            flip(bit);
        }
    }

    private void flip(int bit) {
        page.putByte(bit / Byte.SIZE, (byte) (page.getByte(bit / Byte.SIZE) ^ 1 << bit % Byte.SIZE));
    }

    @Test
    void aLaterMajorVersionIsNewerAndALaterMinorVersionIsNot() {
        assertThat(stateOfVersion(2 << 16)).isEqualTo(State.NEWER);
        assertThat(LogFileHeader.majorVersion(page)).isEqualTo(2);
        assertThat(stateOfVersion(1 << 16 | 7)).isEqualTo(State.VALID);
    }

    private State stateOfVersion(int version) {
        HEADER.encode(page);
        page.putInt(8, version, ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(page.byteArray(), 0, 4092);
        page.putInt(4092, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
        return LogFileHeader.state(page);
    }

    @Test
    void otherPagesAreEmptyForeignOrCutShort() {
        assertThat(LogFileHeader.state(page)).isEqualTo(State.EMPTY);
        page.putStringWithoutLengthAscii(0, "RONDORNG and so on");
        assertThat(LogFileHeader.state(page)).isEqualTo(State.FOREIGN);
        assertThat(LogFileHeader.state(new UnsafeBuffer(page, 0, 100))).isEqualTo(State.DAMAGED);
    }

    @Test
    void aNameOutsideOfTheRangeIsNotEncoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogFileHeader(1, "x".repeat(65), new LogFileName(1, 0), 0, 4096, 0, 0, 0)
                        .encode(page))
                .withMessageContaining("65");
    }
}
