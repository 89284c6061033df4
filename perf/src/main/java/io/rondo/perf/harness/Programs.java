package io.rondo.perf.harness;

import io.rondo.perf.measure.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The C programs, each compiled with gcc when it is first needed; where that fails, they are left out. */
final class Programs implements AutoCloseable {
    private static final String SOURCES = "/io/rondo/perf/c/";
    private static final String HEADER = "limit.h";
    private static final Duration COMPILE_LIMIT = Duration.ofSeconds(60);

    // Not where the rings are: /dev/shm may forbid programs.
    private final PrivateDirectory directory = PrivateDirectory.forPrograms();
    private final Map<Limit, Optional<Path>> compiled = new EnumMap<>(Limit.class);
    private final Consumer<String> notes;

    /**
     * Prepares; compiles nothing yet.
     *
     * @param notes told why a program is left out
     */
    Programs(Consumer<String> notes) {
        this.notes = notes;
    }

    /** The limit of a point, not started yet; empty where there is none or it does not compile. */
    Optional<Contestant> limitOf(Point point, int capacity) {
        return Limit.of(point).flatMap(limit -> compiled.computeIfAbsent(limit, this::compile)
                .map(program -> new CProgram(limit, program, limit.arguments(point, capacity))));
    }

    private Optional<Path> compile(Limit limit) {
        Path program = directory.path().resolve(limit.program());
        String file = limit.program() + ".c";
        try {
            copy(HEADER);
            Path source = copy(file);
            Process gcc = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (gcc.waitFor(COMPILE_LIMIT.toSeconds(), TimeUnit.SECONDS) && gcc.exitValue() == 0) {
                return Optional.of(program);
            }
            gcc.destroyForcibly();
            notes.accept("gcc failed on " + file + ": " + limit.label() + " is left out");
        } catch (IOException e) {
            notes.accept("no gcc (" + e.getMessage() + "): " + limit.label() + " is left out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException(limit.label() + ": interrupted", e);
        }
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
        directory.close();
    }
}
