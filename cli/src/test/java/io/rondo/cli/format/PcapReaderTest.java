package io.rondo.cli.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {
    private static final int MAX = 1000;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final byte[] A = "alpha".getBytes(US_ASCII);
    private static final byte[] B = "beta".getBytes(US_ASCII);
    private static final byte[] ETHERNET = Captures.ethernetHeader(IPV4);

    private static MessageReader reader(byte[] capture) {
        return InputFormat.PCAP.reader(Inputs.of(capture, 50), MAX);
    }

    private static List<String> read(Captures captures) throws IOException {
        return Inputs.readAll(reader(captures.bytes())).stream().map(bytes -> new String(bytes, US_ASCII)).toList();
    }

    private static String summary(Captures captures) throws IOException {
        MessageReader reader = reader(captures.bytes());
        Inputs.readAll(reader);
        return reader.summary();
    }

    @Test
    void eachUdpPayloadIsAMessage() throws IOException {
        assertThat(read(Captures.ethernet().packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A))).packet(ETHERNET,
                Captures.ipv4(UDP, Captures.udp(B))))).containsExactly("alpha", "beta");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherByteOrderAndEitherPrecisionIsRead(boolean big) throws IOException {
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        for (int magic : new int[]{Captures.MICROSECONDS, Captures.NANOSECONDS}) {
            assertThat(read(new Captures(order, magic, 1).packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A)))))
                    .containsExactly("alpha");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1000002000", "false, 1000000002"})
    void timesAreTakenInTheCapturesPrecision(boolean microseconds, long nanos) throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            int magic = microseconds ? Captures.MICROSECONDS : Captures.NANOSECONDS;
            byte[] capture = new Captures(order, magic, 1).packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A)))
                    .bytes();
            PcapReader reader = new PcapReader(Inputs.of(capture, 50), MAX);
            reader.next();
            assertThat(reader.timeNanos()).isEqualTo(nanos);
        }
    }

    @ParameterizedTest
    @CsvSource({"101, 0", "0, 4", "108, 4", "228, 0"})
    void linkTypesWithoutAProtocolFieldAreRead(int linkType, int header) throws IOException {
        assertThat(read(new Captures(ByteOrder.LITTLE_ENDIAN, Captures.MICROSECONDS, linkType).packet(new byte[header],
                Captures.ipv4(UDP, Captures.udp(A))))).containsExactly("alpha");
    }

    @Test
    void linuxCookedCapturesAreRead() throws IOException {
        byte[] header = ByteBuffer.allocate(16).putShort(14, (short) IPV6).array();
        assertThat(read(new Captures(ByteOrder.LITTLE_ENDIAN, Captures.MICROSECONDS, 113).packet(header,
                Captures.ipv6(UDP, Captures.udp(A))))).containsExactly("alpha");
    }

    @Test
    void vlanTagsArePassedBy() throws IOException {
        byte[] packet = Captures.ipv4(UDP, Captures.udp(A));
        assertThat(read(Captures.ethernet().packet(Captures.ethernetHeader(0x8100, IPV4), packet)
                .packet(Captures.ethernetHeader(0x88A8, 0x8100, IPV4), packet))).containsExactly("alpha", "alpha");
    }

    @Test
    void ipv4OptionsArePassedByAndPaddingIsLeftOut() throws IOException {
        assertThat(read(Captures.ethernet().packet(ETHERNET, Captures.ipv4(UDP, 0x4000, 7, Captures.udp(A)),
                new byte[18]))).containsExactly("alpha");
    }

    @Test
    void ipv6ExtensionHeadersArePassedBy() throws IOException {
        byte[] header = Captures.ethernetHeader(IPV6);
        assertThat(read(Captures.ethernet().packet(header, Captures.ipv6(UDP, Captures.udp(A))).packet(header,
                Captures.ipv6(0, Captures.extension(60, 0, 0), Captures.extension(UDP, 0, 0), Captures.udp(B)))
                .packet(header, Captures.ipv6(44, Captures.extension(UDP, 0, 0), Captures.udp(A)))))
                .containsExactly("alpha", "beta", "alpha");
    }

    @Test
    void anEmptyPayloadIsAnEmptyMessage() throws IOException {
        assertThat(read(Captures.ethernet().packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(new byte[0])))))
                .containsExactly("");
    }

    @Test
    void packetsWithoutAMessageAreSkippedAndCounted() throws IOException {
        byte[] fragment = Captures.extension(UDP, 0, 9);
        Captures captures = Captures.ethernet().packet(Captures.ethernetHeader(0x0806), new byte[28])
                .packet(ETHERNET, Captures.ipv4(TCP, new byte[20]))
                .packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A)))
                .packet(ETHERNET, Captures.ipv4(UDP, 0x2000, 5, Captures.udp(A)))
                .packet(ETHERNET, Captures.ipv4(UDP, 0x00B9, 5, A))
                .packet(Captures.ethernetHeader(IPV6), Captures.ipv6(44, fragment, A))
                .packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A, 7)))
                .packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A, 99))).packet(new byte[3])
                .cutPacket(30, ETHERNET, Captures.ipv4(UDP, Captures.udp(A)))
                .cutPacket(45, ETHERNET, Captures.ipv4(UDP, Captures.udp(A)));
        assertThat(read(captures)).containsExactly("alpha");
        assertThat(summary(captures)).isEqualTo("pcap: 11 packets, 1 UDP payloads, 10 skipped (1 not IP, 1 not UDP, "
                + "3 IP fragment, 2 cut short by the capture, 3 malformed)");
    }

    @Test
    void aPayloadBeyondTheLimitIsNamed() {
        byte[] capture = Captures.ethernet().packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(new byte[MAX + 1])))
                .bytes();
        assertThatThrownBy(reader(capture)::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("packet 1 holds a message of 1001 bytes").hasMessageContaining("1000");
    }

    @Test
    void anInputThatIsNoClassicCaptureIsReportedWithTheRemedy() {
        assertThatThrownBy(reader(new byte[0])::next).hasMessageContaining("empty");
        assertThatThrownBy(reader("hello, world".getBytes(US_ASCII))::next).hasMessageContaining("68656c6c");
        assertThatThrownBy(reader(new byte[]{0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0})::next)
                .hasMessageContaining("pcapng").hasMessageContaining("editcap -F pcap");
        assertThatThrownBy(reader(new Captures(ByteOrder.BIG_ENDIAN, Captures.NANOSECONDS, 147).bytes())::next)
                .hasMessageContaining("link type is 147");
    }

    @Test
    void aCaptureThatEndsEarlySaysWhere() throws IOException {
        byte[] whole = Captures.ethernet().packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(A)))
                .packet(ETHERNET, Captures.ipv4(UDP, Captures.udp(B))).bytes();
        assertThatThrownBy(reader(Arrays.copyOf(whole, 10))::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("10 bytes, inside its header");
        MessageReader cutInData = reader(Arrays.copyOf(whole, whole.length - 1));
        assertThat(cutInData.next()).isEqualTo(A.length);
        assertThatThrownBy(cutInData::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("ends inside packet 2 (45 of 46 bytes of data)");
        MessageReader cutInHeader = reader(Arrays.copyOf(whole, whole.length - 46 - 5));
        assertThat(cutInHeader.next()).isEqualTo(A.length);
        assertThatThrownBy(cutInHeader::next).hasMessageContaining("(11 of 16 bytes of header)");
    }

    @Test
    void anAbsurdPacketLengthIsNamed() {
        assertThatThrownBy(reader(Captures.ethernet().packetHeader(-1, 60).bytes())::next)
                .isInstanceOf(FormatException.class).hasMessageContaining("packet 1 at byte 24")
                .hasMessageContaining("4294967295");
    }
}
