package io.rondo.perf.harness;

import io.rondo.perf.measure.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The limit of a round trip: {@code pingpong.c}, two processes that bounce a fresh cache line per message. */
final class CLimit implements Contestant {
    static final String NAME = "c-limit";

    private static final String SOURCE = "/io/rondo/perf/c/pingpong.c";
    private static final int LINE = 64;
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMPILE_LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Child child;

    private CLimit(Path program, int capacity) {
        child = new Child(NAME, List.of(program.toString(), Integer.toString(capacity / LINE)));
    }

    /**
     * Compiles the program with gcc and starts it.
     *
     * @param directory where the program goes
     * @param capacity bytes of each direction's ring
     * @return empty when there is no gcc
     * @throws HarnessException if gcc fails
     */
    static Optional<Contestant> start(Path directory, int capacity) {
        Path source = directory.resolve("pingpong.c");
        Path program = directory.resolve("pingpong");
        try (InputStream in = CLimit.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + source, e);
        }
        return compile(source, program) ? Optional.of(new CLimit(program, capacity)) : Optional.empty();
    }

    private static boolean compile(Path source, Path program) {
        Process gcc;
        try {
            gcc = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString()).inheritIO().start();
        } catch (IOException e) {
            return false; // not installed: the report says so
        }
        try {
            if (!gcc.waitFor(COMPILE_LIMIT.toSeconds(), TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                gcc.destroyForcibly();
                throw new HarnessException(NAME + ": gcc failed on " + source);
            }
        } catch (InterruptedException e) {
            gcc.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new HarnessException(NAME + ": interrupted", e);
        }
        return true;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void awaitReady() {
        child.await("ready", START_LIMIT);
    }

    @Override
    public Sample run(Duration slice) {
        child.tell("run " + slice.toMillis());
        return Sample.parse(child.await("ok ", slice.plus(GRACE)));
    }

    @Override
    public void close() {
        child.close();
    }
}
