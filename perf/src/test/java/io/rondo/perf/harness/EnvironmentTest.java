package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void aSingleCoreIsUnfit() {
        assertThat(Environment.warnings(1, 0)).singleElement().asString().startsWith("UNFIT: 1 core");
    }

    @Test
    void aBusyMachineIsNoted() {
        assertThat(Environment.warnings(2, 1.5)).singleElement().asString().startsWith("BUSY: load average 1.50");
    }

    @Test
    void aQuietMachineWithTwoCoresIsFit() {
        assertThat(Environment.warnings(2, 0.2)).isEmpty();
    }

    @Test
    void describesKernelProcessorAndJava() {
        assertThat(Environment.describe()).anyMatch(line -> line.startsWith("kernel"))
                .anyMatch(line -> line.contains("cores"))
                .anyMatch(line -> line.contains(System.getProperty("java.vm.version")));
    }
}
