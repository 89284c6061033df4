package io.rondo.cli.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.MessageReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Real input that is kept outside the project. A test that asks for it is skipped where it is not there. */
public final class SharedData {
    private static final String SETTING = "RONDO_TEST_DATA";
    private static final int MAX_PAYLOAD = 1500;

    private SharedData() {}

    /** 10,000 UDP packets of market data. */
    public static Path capture() {
        return file("cme-mdp3-sbe.pcap");
    }

    /** The payloads of the packets, read without a channel. */
    public static List<byte[]> payloads() throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        try (FileChannel capture = FileChannel.open(capture())) {
            MessageReader reader = InputFormat.PCAP.reader(new ByteInput(capture), MAX_PAYLOAD);
            for (int length = reader.next(); length != MessageReader.END; length = reader.next()) {
                byte[] payload = new byte[length];
                reader.buffer().getBytes(reader.offset(), payload);
                payloads.add(payload);
            }
        }
        return payloads;
    }

    /** The payloads as {@code sub --format hex} prints them. */
    public static List<String> hexPayloads() throws IOException {
        return payloads().stream().map(HexFormat.of()::formatHex).toList();
    }

    /** The SBE schema of their messages. */
    public static Path schema() {
        return file("templates_FixBinary.xml");
    }

    private static Path file(String name) {
        Path file = directory().resolve(name);
        assumeTrue(Files.isReadable(file), () -> "skipped: " + file + " is not there, say where with " + SETTING);
        return file;
    }

    private static Path directory() {
        String configured = System.getProperty(SETTING, System.getenv(SETTING));
        if (configured != null) {
            return Path.of(configured);
        }
        Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize().getParent();
        return root.resolveSibling("shared").resolve("data");
    }
}
