package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The measuring program runs. Its figures need a quiet machine, so they are not checked. */
@ContainerTest
class ContainerRatioTest {
    @Test
    void bothPairsAreMeasuredOverTheirTransports() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ContainerRatio.Ratios ratios = new ContainerRatio(2, 1, 20)
                .run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(ratios.roundTrip()).hasSize(2).allMatch(ratio -> ratio > 0);
        assertThat(ratios.oneWay()).hasSize(2).allMatch(ratio -> ratio > 0);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("host: SHM, containers: SHM_DESCRIPTOR\n")
                .contains("round  2: round trip", "round trip containers / host: median",
                        "one way    containers / host");
    }
}
