package io.rondo.perf.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The estimate, and the simulation that checks it. */
class ScaleTest {
    private static final BridgeCosts COSTS = new BridgeCosts(500, 50, 2000, 400, 40);

    private static Deployment deployment(int hosts, int channels, int receivers, double rate, boolean multicast) {
        return new Deployment(hosts, channels, receivers, rate, 32, multicast);
    }

    private static Simulation.Result simulate(Deployment deployment, Duration length) {
        return new Simulation(deployment, COSTS, 1).run(length);
    }

    static Stream<Deployment> deploymentsThatKeepUp() {
        return Stream.of(deployment(2, 1, 1, 1000, false), deployment(10, 10, 3, 1000, false),
                deployment(10, 10, 9, 100, true), deployment(100, 2, 5, 500, false));
    }

    @ParameterizedTest
    @MethodSource("deploymentsThatKeepUp")
    void whereAllThreadsKeepUpTheSimulationConfirmsTheEstimate(Deployment deployment) {
        ThreadUse estimate = ThreadUse.of(deployment, COSTS);
        Simulation.Result seen = simulate(deployment, Duration.ofMillis(200));

        assertThat(estimate.keepsUp()).isTrue();
        assertThat(seen.delivered()).isCloseTo(1, within(0.1));
        assertThat(seen.driver()).isCloseTo(estimate.driver(), within(0.1 * estimate.driver()));
        assertThat(seen.send()).isCloseTo(estimate.send(), within(0.1 * estimate.send()));
        assertThat(seen.receive()).isCloseTo(estimate.receive(), within(0.1 * estimate.receive()));
        assertThat(seen.batch()).isCloseTo(estimate.batch(), within(0.1 * estimate.batch()));
    }

    @Test
    void aBusyDriverMakesMessagesShareEnvelopesAndNothingIsLeftBehind() {
        Deployment deployment = deployment(5, 10, 3, 20_000, false);
        ThreadUse estimate = ThreadUse.of(deployment, COSTS);
        Simulation.Result seen = simulate(deployment, Duration.ofMillis(200));

        assertThat(estimate.batch()).isGreaterThan(2).isLessThan(deployment.mostPerEnvelope());
        assertThat(seen.batch()).isCloseTo(estimate.batch(), within(0.2 * estimate.batch()));
        assertThat(seen.delivered()).isCloseTo(1, within(0.05));
    }

    @Test
    void beyondTheFullestEnvelopesHostsDoNotKeepUp() {
        Deployment deployment = deployment(4, 4, 3, 1_200_000, false);
        ThreadUse estimate = ThreadUse.of(deployment, COSTS);
        Simulation.Result seen = simulate(deployment, Duration.ofMillis(20));

        assertThat(estimate.keepsUp()).isFalse();
        assertThat(seen.delivered()).isLessThan(0.9);
        assertThat(seen.delivered()).isCloseTo(1 / estimate.busiest(), within(0.3 / estimate.busiest()));
    }

    @Test
    void multicastSavesTheSendingOfCopies() {
        ThreadUse unicast = ThreadUse.of(deployment(10, 1, 9, 1000, false), COSTS);
        ThreadUse multicast = ThreadUse.of(deployment(10, 1, 9, 1000, true), COSTS);

        assertThat(unicast.driver() / multicast.driver()).isCloseTo(18 / 10.0, within(0.001));
    }

    @Test
    void anUnusableNumberIsNamed() {
        assertThatThrownBy(() -> deployment(10, 1, 10, 1000, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("receivers 10 is out of range: give at least 1, and fewer than hosts");
    }
}
