package io.rondo.cli.format;

import org.agrona.DirectBuffer;

/** Link-layer header of a capture's packets, with its number in the registry of link-layer header types. */
enum LinkType {
    /** BSD loopback: a 4-byte address family. */
    NULL(0, 4),
    ETHERNET(1, 14),
    /** No header. */
    RAW(101, 0),
    /** OpenBSD loopback: a 4-byte address family. */
    LOOP(108, 4),
    /** Linux "any" device. */
    LINUX_SLL(113, 16),
    IPV4(228, 0),
    IPV6(229, 0);

    private static final int TYPE_LENGTH = 2;
    private static final int TAG_LENGTH = 4;

    private final int number;
    private final int headerLength;

    LinkType(int number, int headerLength) {
        this.number = number;
        this.headerLength = headerLength;
    }

    /** The link type of this number, or null. */
    static LinkType of(int number) {
        for (LinkType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }

    /**
     * Finds the IP packet in {@code [from, to)}.
     *
     * @return its index; -1 if the protocol is another; an index beyond {@code to} if the packet is too short to say
     */
    int ipPacket(DirectBuffer buffer, int from, int to) {
        int index = from + headerLength;
        if (this != ETHERNET && this != LINUX_SLL || index > to) {
            return index;
        }
        int type = EtherType.at(buffer, index - TYPE_LENGTH);
        while (EtherType.isTag(type)) {
            index += TAG_LENGTH;
            if (index > to) {
                return index;
            }
            type = EtherType.at(buffer, index - TYPE_LENGTH);
        }
        return EtherType.isIp(type) ? index : -1;
    }
}
