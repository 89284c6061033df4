package io.rondo.cli.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real input that is kept outside the project. A test that asks for it is skipped where it is not there. */
public final class SharedData {
    private static final String SETTING = "RONDO_TEST_DATA";

    private SharedData() {}

    /** 10,000 UDP packets of market data. */
    public static Path capture() {
        return file("cme-mdp3-sbe.pcap");
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
