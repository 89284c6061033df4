package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final String GOVERNOR = "performance";
    private static final long PLENTY = 4096;

    @Test
    void aSingleCoreIsWarnedOf() {
        assertThat(Environment.warnings(1, false, GOVERNOR, PLENTY)).singleElement().asString()
                .startsWith("UNFIT: 1 core");
    }

    @Test
    void twoThreadsOfOneCoreAreWarnedOf() {
        assertThat(Environment.warnings(2, true, GOVERNOR, PLENTY)).singleElement().asString()
                .startsWith("SIBLINGS: the 2");
    }

    @Test
    void aPowerSavingGovernorIsWarnedOf() {
        assertThat(Environment.warnings(2, false, "powersave", PLENTY)).singleElement().asString()
                .startsWith("GOVERNOR");
    }

    @Test
    void aSmallSharedMemoryIsWarnedOf() {
        assertThat(Environment.warnings(2, false, GOVERNOR, 64)).singleElement().asString()
                .startsWith("SPACE: 64 MiB free in /dev/shm");
    }

    @Test
    void aMachineWithTwoCoresHasNoWarnings() {
        assertThat(Environment.warnings(2, false, GOVERNOR, PLENTY)).isEmpty();
    }

    @Test
    void describesTheMachineAndTheRun() {
        Plan plan = new Plan(List.of(), List.of(), 11, 4, Duration.ofMillis(300), 65536, null);
        assertThat(Environment.describe(plan)).containsKeys("date", "kernel", "processor", "cores", "topology",
                "caches", "governor", "java").containsEntry("rounds", "11 of 300 ms each, after 4 to warm up")
                .hasEntrySatisfying("java", java -> assertThat(java).contains(System.getProperty("java.vm.version")));
    }
}
