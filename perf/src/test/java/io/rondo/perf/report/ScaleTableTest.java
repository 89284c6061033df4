package io.rondo.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.scale.BridgeCosts;
import io.rondo.perf.scale.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of docs/scale.md. */
class ScaleTableTest {
    private static final Path PAGE = Path.of("../docs/scale.md");

    private static Deployment deployment(int hosts, int channels, int receivers, int rate, boolean multicast) {
        return new Deployment(hosts, channels, receivers, rate, 32, multicast);
    }

    @Test
    void thePageHasTheNumbersOfTheProgram() throws IOException {
        List<Deployment> deployments = List.of(deployment(2, 10, 1, 1_000, false),
                deployment(2, 10, 1, 10_000, false), deployment(10, 10, 3, 1_000, false),
                deployment(10, 10, 3, 10_000, false), deployment(100, 10, 3, 1_000, false),
                deployment(100, 1, 99, 100, false), deployment(100, 1, 99, 100, true),
                deployment(100, 1, 99, 1_000, true));

        assertThat(Files.readString(PAGE)).contains(ScaleTable.of(deployments, BridgeCosts.MEASURED).markdown());
    }
}
