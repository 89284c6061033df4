package io.rondo.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Captured market data, kept outside the project: UDP packets over Ethernet and IPv4. */
final class MarketData {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int CAPTURED_LENGTH = 8;
    private static final int HEADERS = 14 + 20 + 8;
    private static final int UDP_LENGTH = 14 + 20 + 4;
    private static final int UDP_HEADER = 8;

    private MarketData() {}

    static Path capture() {
        String configured = System.getenv("RONDO_TEST_DATA");
        Path directory = configured == null
                ? ProjectFiles.ROOT.resolveSibling("shared").resolve("data")
                : Path.of(configured);
        Path file = directory.resolve("cme-mdp3-sbe.pcap");
        assumeTrue(Files.isReadable(file), () -> file + " is missing: set RONDO_TEST_DATA to its directory");
        return file;
    }

    /** The payload of every packet in hexadecimal, a line for each. */
    static byte[] hexLines() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(capture())).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        HexFormat hex = HexFormat.of();
        for (int at = FILE_HEADER; at < file.limit();) {
            int packet = at + PACKET_HEADER;
            int length = Short.toUnsignedInt(file.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(packet + UDP_LENGTH))
                    - UDP_HEADER;
            int payload = packet + HEADERS;
            lines.writeBytes((hex.formatHex(file.array(), payload, payload + length) + "\n").getBytes());
            at = packet + file.getInt(at + CAPTURED_LENGTH);
        }
        return lines.toByteArray();
    }
}
