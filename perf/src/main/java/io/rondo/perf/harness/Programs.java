package io.rondo.perf.harness;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The C programs, each compiled with gcc when it is first needed; omitted if that fails. */
final class Programs implements AutoCloseable {
    private static final String SOURCES = "/io/rondo/perf/c/";
    private static final String HEADER = "limit.h";
    private static final int STATE_SLICES = 3;
    private static final Duration COMPILE_LIMIT = Duration.ofSeconds(60);

    // Not beside the rings: /dev/shm may forbid the execution of programs.
    private final PrivateDirectory directory = PrivateDirectory.forPrograms();
    private final Map<Limit, Optional<Path>> compiled = new EnumMap<>(Limit.class);
    private final Consumer<String> notes;
    /** Idle between the points; null before the first. */
    private CProgram pingPong;

    /**
     * Compiles nothing yet.
     *
     * @param notes receives the reason why a program is omitted
     */
    Programs(Consumer<String> notes) {
        this.notes = notes;
    }

    /**
     * The median round trip of the limit in nanoseconds, which shows the state of the machine; empty if the program does not
     * compile. It is the least of a few slices: where other processes still use the cores, both sides may share one.
     */
    OptionalDouble roundTrip(Duration slice) {
        Optional<Path> program = compiled.computeIfAbsent(Limit.ROUND_TRIP, this::compile);
        if (program.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (pingPong == null) {
            pingPong = new CProgram(Limit.ROUND_TRIP, program.get(), List.of(Integer.toString(Limit.ROUND_TRIP_LINES)));
            pingPong.start();
            pingPong.awaitReady();
        }
        return IntStream.range(0, STATE_SLICES).mapToDouble(i -> pingPong.run(slice).get(Metric.P50)).min();
    }

    /** The program of a point's limit, not started yet; empty if there is no limit or it does not compile. */
    Optional<CompetitorProcesses> limitOf(Point point, int capacity, Places places) {
        return Limit.of(point).flatMap(limit -> compiled.computeIfAbsent(limit, this::compile)
                .map(program -> new CProgram(limit, program, limit.arguments(point, capacity, places))));
    }

    private Optional<Path> compile(Limit limit) {
        String file = limit.program() + ".c";
        Path program = directory.path().resolve(limit.program());
        Path source;
        try {
            copy(HEADER);
            source = copy(file);
        } catch (IOException e) {
            return leftOut(limit, "cannot write " + file + " to " + directory.path() + " (" + e.getMessage() + ")");
        }
        try {
            Process gcc = new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (gcc.waitFor(COMPILE_LIMIT.toSeconds(), TimeUnit.SECONDS) && gcc.exitValue() == 0) {
                return Optional.of(program);
            }
            gcc.destroyForcibly();
            return leftOut(limit, "gcc failed on " + file);
        } catch (IOException e) { // gcc could not be started
            return leftOut(limit, "there is no gcc on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException(limit.label() + ": interrupted", e);
        }
    }

    private Optional<Path> leftOut(Limit limit, String reason) {
        notes.accept(reason + ": " + limit.label() + " is left out, and its bars are not measured");
        return Optional.empty();
    }

    private Path copy(String file) throws IOException {
        Path copy = directory.path().resolve(file);
        try (InputStream in = Programs.class.getResourceAsStream(SOURCES + file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    @Override
    public void close() {
        if (pingPong != null) {
            pingPong.close();
        }
        directory.close();
    }
}
