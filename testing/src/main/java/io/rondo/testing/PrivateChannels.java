package io.rondo.testing;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory of channels of one test, and its connection. */
final class PrivateChannels {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "rondo-test-";

    private final Path directory;
    private final RondoConfig config;
    private Rondo rondo;

    private PrivateChannels(Path directory) {
        this.directory = directory;
        config = RondoConfig.builder().directory(directory).socketDirectory(directory).transport(Transport.SHM).build();
    }

    /** Creates the directory: in memory where that is possible, and with a path that is short enough for sockets. */
    static PrivateChannels create() {
        try {
            return new PrivateChannels(Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, PREFIX)
                    : Files.createTempDirectory(PREFIX));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory of channels: check " + MEMORY, e);
        }
    }

    Path path() {
        return directory;
    }

    RondoConfig config() {
        return config;
    }

    synchronized Rondo rondo() {
        if (rondo == null) {
            rondo = Rondo.connect(config);
        }
        return rondo;
    }

    /**
     * Closes and removes everything.
     *
     * @throws AssertionError if the test has left something behind
     */
    void end() throws IOException {
        List<String> leaks = new ArrayList<>();
        try {
            // Before the connection is closed, which closes its endpoints.
            leaks.addAll(LeakCheck.openEndpoints(directory));
            close();
            leaks.addAll(LeakCheck.foreignFiles(directory));
        } finally {
            close();
            remove();
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("the test left behind: " + String.join("; ", leaks)
                    + ": close it in the test or in the application under test");
        }
    }

    private synchronized void close() {
        if (rondo != null) {
            rondo.close();
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
