package io.rondo.perf.worker;

import io.rondo.perf.measure.Capture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds a capture of UDP packets with given times: Ethernet, IPv4, nanoseconds, big-endian. */
public final class UdpCapture {
    private static final int MAGIC = 0xA1B23C4D;
    private static final int HEADERS = 14 + 20 + 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** An empty capture. */
    public UdpCapture() {
        bytes.writeBytes(
                ByteBuffer.allocate(24).putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0)
                        .putInt(65_535).putInt(1).array());
    }

    /** A small capture of packets of several lengths, at its recorded speed. */
    public static Capture ofPackets(Path file) throws IOException {
        UdpCapture capture = new UdpCapture();
        for (int i = 0; i < 50; i++) {
            capture.packet(i * 40_000L, new byte[i * 29]);
        }
        return new Capture(capture.to(file), 1);
    }

    /** Adds a packet. */
    public UdpCapture packet(long nanos, byte[] payload) {
        int length = HEADERS + payload.length;
        ByteBuffer packet = ByteBuffer.allocate(16 + length);
        packet.putInt((int) (nanos / 1_000_000_000)).putInt((int) (nanos % 1_000_000_000)).putInt(length)
                .putInt(length);
        packet.position(16 + 12).putShort((short) 0x0800);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + 8 + payload.length)).putInt(0).put((byte) 64)
                .put((byte) 17);
        packet.position(16 + 14 + 20 + 4).putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        bytes.writeBytes(packet.array());
        return this;
    }

    /** Writes the capture. */
    public Path to(Path file) throws IOException {
        return Files.write(file, bytes.toByteArray());
    }
}
