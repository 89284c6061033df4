package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignLoadTest {
    @TempDir
    private Path proc;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(proc.resolve("self"));
        set(1000, 5000, 50, 60);
    }

    /** Two processors with equal times; this process has a name with a blank and a parenthesis. */
    private void set(long user, long idle, long own, long children) throws Exception {
        String times = " " + user + " 0 0 " + idle + " 0 0 0 0 7 0\n";
        Files.writeString(proc.resolve("stat"),
                "cpu  9 9 9 9 9 9 9 9 9 9\ncpu0" + times + "cpu1" + times + "intr 1 2\n");
        Files.writeString(proc.resolve("self/stat"),
                "77 (a ) java) S 1 1 1 0 -1 0 1 2 3 4 " + own + " 0 " + children + " 0 20 0 12");
    }

    @Test
    void otherProcessesAreCountedInCores() throws Exception {
        ForeignLoad load = new ForeignLoad(proc);
        set(1050, 5050, 50, 60);
        assertThat(load.use().used()).isCloseTo(1, within(1e-9));
        assertThat(load.use().warning()).hasValue(
                "BUSY: other processes used 1.00 of 2 cores during the run; stop them and measure again.");
    }

    @Test
    void theRunsOwnProcessesAreNotCounted() throws Exception {
        ForeignLoad load = new ForeignLoad(proc);
        set(1050, 5050, 60, 150);
        assertThat(load.use()).isEqualTo(new ForeignLoad.Use(0, 2));
        assertThat(load.use().warning()).isEmpty();
    }

    @Test
    void anEarlierBuildIsNotCounted() throws Exception {
        set(999_000, 5000, 50, 60);
        ForeignLoad load = new ForeignLoad(proc);
        set(999_002, 5098, 50, 60);
        assertThat(load.use().text()).isEqualTo("other processes used 0.04 of 2 cores");
        assertThat(load.use().warning()).isEmpty();
    }

    @Test
    void missingFilesAreNoLoad() {
        assertThat(new ForeignLoad(proc.resolve("none")).use().used()).isZero();
    }

    @Test
    void thisMachineCanBeRead() {
        assertThat(ForeignLoad.begin().use().cores()).isPositive();
    }
}
