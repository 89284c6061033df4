package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A segment with overwritten words, unused and in use, neither crashes nor hangs the JVM. Each kind of ring is tested in a process
 * of its own. The system property {@code rondo.fuzz.mutations} is the number of words to overwrite.
 */
@Order(1)
class ScribbledSegmentTest {
    private static final int KINDS = 4;
    private static final long MUTATIONS = Long.getLong("rondo.fuzz.mutations", 20_000) / KINDS;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;

    @ParameterizedTest
    @ValueSource(strings = {"single", "many", "topic", "work"})
    @Execution(ExecutionMode.CONCURRENT)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void onlyDocumentedExceptionsComeOut(String kind) throws IOException {
        long seed = Long.getLong("rondo.seed", System.nanoTime());
        Path crash = files.resolve("crash.log");
        StringBuilder said = new StringBuilder("rondo.seed=" + seed + "\n");
        try (ChildJvm child = ChildJvm.startWith(List.of("-XX:ErrorFile=" + crash, "-XX:-CreateCoredumpOnCrash"),
                FuzzMain.class, directory, kind, MUTATIONS, seed)) {
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                said.append(line).append('\n');
            }
            int exitCode = child.join();
            if (Files.exists(crash)) {
                said.append(Files.readString(crash));
            }
            assertThat(exitCode).as("%s", said).isZero();
        }
        assertThat(said.toString()).contains("done: ");
    }
}
