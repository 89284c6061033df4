package io.rondo.cli.format;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Finds the UDP payload of a captured packet. Reused for every packet; confined to one thread. */
final class UdpPayload {
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int MORE_OR_OFFSET = 0x3FFF;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION = 60;
    private static final int EXTENSION_UNIT = 8;
    /** Mask of IPv6's fragment header: 13 bits of offset, two reserved bits, the flag "more". */
    private static final int IPV6_MORE_OR_OFFSET = 0xFFF9;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    /**
     * Parses the packet in {@code [from, to)}.
     *
     * @param cut whether the capture kept less than there was
     * @return null if {@link #offset} and {@link #length} tell the payload, otherwise why there is none
     */
    SkipReason find(DirectBuffer packet, LinkType link, int from, int to, boolean cut) {
        buffer = packet;
        int ip = link.ipPacket(packet, from, to);
        if (ip < 0) {
            return SkipReason.NOT_IP;
        }
        SkipReason shorter = cut ? SkipReason.CUT_SHORT : SkipReason.MALFORMED;
        if (ip >= to) {
            return shorter;
        }
        return switch (uint8(ip) >> 4) {
            case 4 -> ipv4(ip, to, shorter);
            case 6 -> ipv6(ip, to, shorter);
            default -> SkipReason.NOT_IP;
        };
    }

    private SkipReason ipv4(int ip, int to, SkipReason shorter) {
        if (to - ip < IPV4_HEADER) {
            return shorter;
        }
        int header = (uint8(ip) & 0xF) * 4;
        int end = ip + uint16(ip + 2);
        if (header < IPV4_HEADER || end < ip + header) {
            return SkipReason.MALFORMED;
        }
        if (uint8(ip + 9) != UDP) {
            return SkipReason.NOT_UDP;
        }
        if ((uint16(ip + 6) & MORE_OR_OFFSET) != 0) {
            return SkipReason.FRAGMENT;
        }
        return end > to ? shorter : udp(ip + header, end);
    }

    private SkipReason ipv6(int ip, int to, SkipReason shorter) {
        if (to - ip < IPV6_HEADER) {
            return shorter;
        }
        int end = ip + IPV6_HEADER + uint16(ip + 4);
        if (end > to) {
            return shorter;
        }
        int next = uint8(ip + 6);
        int index = ip + IPV6_HEADER;
        while (next == HOP_BY_HOP || next == ROUTING || next == DESTINATION || next == FRAGMENT) {
            if (end - index < EXTENSION_UNIT) {
                return SkipReason.MALFORMED;
            }
            if (next == FRAGMENT && (uint16(index + 2) & IPV6_MORE_OR_OFFSET) != 0) {
                return SkipReason.FRAGMENT;
            }
            int units = next == FRAGMENT ? 1 : 1 + uint8(index + 1);
            next = uint8(index);
            index += units * EXTENSION_UNIT;
        }
        return next == UDP ? udp(index, end) : SkipReason.NOT_UDP;
    }

    private SkipReason udp(int udp, int end) {
        if (end - udp < UDP_HEADER) {
            return SkipReason.MALFORMED;
        }
        int total = uint16(udp + 4);
        if (total < UDP_HEADER || total > end - udp) {
            return SkipReason.MALFORMED;
        }
        offset = udp + UDP_HEADER;
        length = total - UDP_HEADER;
        return null;
    }

    /** Index of the payload's first byte. */
    int offset() {
        return offset;
    }

    /** Length of the payload, from 0. */
    int length() {
        return length;
    }

    private int uint8(int index) {
        return buffer.getByte(index) & 0xFF;
    }

    private int uint16(int index) {
        return buffer.getShort(index, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
