package io.rondo.cli.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds captures packet by packet. */
final class Captures {
    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;

    Captures(ByteOrder order, int magic, int linkType) {
        this.order = order;
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(262144)
                .putInt(linkType);
        bytes.writeBytes(header.array());
    }

    static Captures ethernet() {
        return new Captures(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, 1);
    }

    Captures packet(byte[]... parts) {
        return cutPacket(Integer.MAX_VALUE, parts);
    }

    /** A packet of which only the first bytes were kept. */
    Captures cutPacket(int kept, byte[]... parts) {
        byte[] packet = concat(parts);
        int captured = Math.min(kept, packet.length);
        packetHeader(captured, packet.length);
        bytes.write(packet, 0, captured);
        return this;
    }

    Captures packetHeader(int captured, int original) {
        bytes.writeBytes(
                ByteBuffer.allocate(16).order(order).putInt(1).putInt(2).putInt(captured).putInt(original).array());
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ethernetHeader(int... types) {
        ByteBuffer header = ByteBuffer.allocate(12 + 2 + 4 * (types.length - 1)).position(12);
        for (int i = 0; i < types.length; i++) {
            header.putShort((short) types[i]);
            if (i < types.length - 1) {
                header.putShort((short) 100);
            }
        }
        return header.array();
    }

    static byte[] udp(byte[] payload) {
        return udp(payload, 8 + payload.length);
    }

    static byte[] udp(byte[] payload, int length) {
        ByteBuffer packet = ByteBuffer.allocate(8 + payload.length);
        return packet.putShort((short) 1).putShort((short) 2).putShort((short) length).putShort((short) 0).put(payload)
                .array();
    }

    static byte[] ipv4(int protocol, byte[] content) {
        return ipv4(protocol, 0, 5, content);
    }

    static byte[] ipv4(int protocol, int fragment, int headerWords, byte[] content) {
        ByteBuffer packet = ByteBuffer.allocate(headerWords * 4 + content.length);
        packet.put((byte) (0x40 | headerWords)).put((byte) 0).putShort((short) packet.capacity()).putShort((short) 9);
        packet.putShort((short) fragment).put((byte) 64).put((byte) protocol);
        return packet.position(headerWords * 4).put(content).array();
    }

    static byte[] ipv6(int next, byte[]... contents) {
        byte[] content = concat(contents);
        ByteBuffer packet = ByteBuffer.allocate(40 + content.length);
        packet.putInt(0x60000000).putShort((short) content.length).put((byte) next).put((byte) 64);
        return packet.position(40).put(content).array();
    }

    /** An extension header of 8 bytes. */
    static byte[] extension(int next, int third, int fourth) {
        return new byte[]{(byte) next, 0, (byte) third, (byte) fourth, 0, 0, 0, 0};
    }
}
