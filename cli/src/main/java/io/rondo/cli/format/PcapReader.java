package io.rondo.cli.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.StringJoiner;
import org.agrona.DirectBuffer;

/**
 * The UDP payloads of a classic packet capture (file format of libpcap 2.x), in either byte order and with stamps of
 * either precision. Other packets are skipped and counted.
 *
 * <pre>
 *  file header, 24 bytes                       packet header, 16 bytes
 *   0 magic   4 version  8 zone, accuracy       0 seconds    4 fraction
 *  16 longest packet    20 link type            8 captured  12 original length
 * </pre>
 */
public final class PcapReader implements MessageReader {
    private static final int FILE_HEADER = 24;
    private static final int LINK_TYPE = 20;
    /** The upper bits of the link type are the length of the frame check sequence. */
    private static final int LINK_TYPE_MASK = 0xFFFF;
    private static final int PACKET_HEADER = 16;
    private static final int FRACTION = 4;
    private static final int CAPTURED = 8;
    private static final int ORIGINAL = 12;
    /** The longest packet libpcap writes. */
    private static final int MAX_PACKET = 256 << 10;

    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int PCAPNG = 0x0A0D0D0A;

    private final ByteInput input;
    private final int maxLength;
    private final UdpPayload payload = new UdpPayload();
    private final long[] skipped = new long[SkipReason.values().length];
    private ByteOrder order;
    /** Unit of time stamps in nanoseconds. */
    private int precision;
    private long timeNanos;
    private LinkType link;
    private long packets;
    /** Offset of the last counted packet, which is read again after an interrupt. */
    private long countedAt = -1;
    private long messages;

    /**
     * Reads a capture.
     *
     * @param input at the capture's beginning
     * @param maxLength the longest payload there may be, in bytes
     */
    public PcapReader(ByteInput input, int maxLength) {
        this.input = input;
        this.maxLength = maxLength;
    }

    @Override
    public int next() throws IOException {
        if (link == null) {
            readFileHeader();
        }
        while (nextPacketHeader()) {
            int header = input.position();
            int captured = (int) input.uint32(header + CAPTURED, order);
            boolean cut = captured < input.uint32(header + ORIGINAL, order);
            int from = header + PACKET_HEADER;
            input.consume(PACKET_HEADER + captured);
            SkipReason reason = payload.find(input.view(), link, from, from + captured, cut);
            if (reason == null) {
                timeNanos = NANOS_PER_SECOND * input.uint32(header, order)
                        + precision * input.uint32(header + FRACTION, order);
                return take();
            }
            skipped[reason.ordinal()]++;
        }
        return END;
    }

    private int take() throws FormatException {
        if (payload.length() > maxLength) {
            throw new FormatException("packet " + packets + " holds a message of " + payload.length()
                    + " bytes, the longest message of this channel is " + maxLength
                    + ": use a channel with a larger --max-message");
        }
        messages++;
        return payload.length();
    }

    private void readFileHeader() throws IOException {
        boolean whole = input.require(FILE_HEADER);
        int available = input.limit() - input.position();
        if (available == 0) {
            throw new FormatException("the capture is empty: give a classic pcap file");
        }
        if (available >= Integer.BYTES) {
            order = byteOrder(input.view().getInt(input.position(), ByteOrder.LITTLE_ENDIAN));
            precision = input.view().getInt(input.position(), order) == NANOSECONDS ? 1 : 1000;
        }
        if (!whole) {
            throw new FormatException("the capture ends after " + available + " bytes, inside its header of "
                    + FILE_HEADER + ": capture again, or copy it whole");
        }
        int number = (int) input.uint32(input.position() + LINK_TYPE, order) & LINK_TYPE_MASK;
        link = LinkType.of(number);
        if (link == null) {
            throw new FormatException("the capture's link type is " + number
                    + ": only Ethernet (1), raw IP (101), Linux SLL (113) and loopback (0, 108) are read");
        }
        input.consume(FILE_HEADER);
    }

    private static ByteOrder byteOrder(int magic) throws FormatException {
        if (magic == MICROSECONDS || magic == NANOSECONDS) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        int swapped = Integer.reverseBytes(magic);
        if (swapped == MICROSECONDS || swapped == NANOSECONDS) {
            return ByteOrder.BIG_ENDIAN;
        }
        if (magic == PCAPNG) {
            throw new FormatException("the capture is pcapng, which is not read: convert it with"
                    + " 'editcap -F pcap IN OUT' or 'tcpdump -r IN -w OUT'");
        }
        throw new FormatException(String.format(
                "not a packet capture: it begins with %08x instead of a1b2c3d4 or a1b23c4d: give a classic pcap file, not compressed",
                swapped));
    }

    private boolean nextPacketHeader() throws IOException {
        boolean whole = input.require(PACKET_HEADER);
        int available = input.limit() - input.position();
        if (available == 0) {
            return false;
        }
        if (input.consumed() != countedAt) {
            countedAt = input.consumed();
            packets++;
        }
        if (!whole) {
            throw endsInside(available, PACKET_HEADER, "header");
        }
        long captured = input.uint32(input.position() + CAPTURED, order);
        if (captured > MAX_PACKET) {
            throw new FormatException("packet " + packets + " at byte " + input.consumed() + " claims a length of "
                    + captured + " bytes, captures hold at most " + MAX_PACKET
                    + ": the capture is damaged, what came before was read");
        }
        if (!input.require(PACKET_HEADER + (int) captured)) {
            throw endsInside(input.limit() - input.position() - PACKET_HEADER, captured, "data");
        }
        return true;
    }

    private FormatException endsInside(long available, long expected, String part) {
        return new FormatException("the capture ends inside packet " + packets + " (" + available + " of " + expected
                + " bytes of " + part + "): it was cut off, what came before was read");
    }

    @Override
    public DirectBuffer buffer() {
        return input.view();
    }

    @Override
    public int offset() {
        return payload.offset();
    }

    /**
     * Capture time of the current message.
     *
     * @return nanoseconds since 1970, as the capture tells them
     */
    public long timeNanos() {
        return timeNanos;
    }

    @Override
    public String summary() {
        if (link == null) {
            return "";
        }
        StringJoiner reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        long passedOver = 0;
        for (SkipReason reason : SkipReason.values()) {
            long count = skipped[reason.ordinal()];
            passedOver += count;
            if (count > 0) {
                reasons.add(count + " " + reason);
            }
        }
        return "pcap: " + packets + " packets, " + messages + " UDP payloads, " + passedOver + " skipped" + reasons;
    }
}
