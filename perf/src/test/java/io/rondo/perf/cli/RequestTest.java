package io.rondo.perf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.report.Bars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestTest {
    private static final int CAPACITY = 1 << 20;

    private static List<Plan> plans(Profile profile, Scenario... scenarios) {
        return new Request(profile, List.of(scenarios), List.of(), List.of(), null, null, null, CAPACITY, null).plans();
    }

    private static List<Point> points(List<Plan> plans) {
        return plans.stream().flatMap(plan -> plan.points().stream()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyExtentMeasuresEveryBarAndNoPointTwiceButTheQuickOneOmitsTheBrokerTheBridgeAndThePatterns(
            Profile profile) {
        Set<Scenario> omitted = profile == Profile.QUICK
                ? Set.of(Scenario.BROKER, Scenario.BRIDGE, Scenario.PATTERNS)
                : Set.of();
        List<Point> points = points(plans(profile));
        assertThat(points).containsAll(
                Bars.points().stream().filter(point -> !omitted.contains(point.pattern().scenario())).toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void everyNamedCompetitorCanRunAPointOfItsGroup(Profile profile) {
        for (Plan plan : plans(profile)) {
            assertThat(plan.competitors()).allSatisfy(
                    name -> assertThat(plan.points()).anyMatch(point -> CompetitorType.of(name).canRun(point)));
        }
    }

    @Test
    void theQuickRunHasUnderAMinuteOfSlices() {
        double seconds = plans(Profile.QUICK).stream().mapToDouble(plan -> plan.points().size()
                * (plan.competitors().size() + 1) * (plan.rounds() + plan.warmups()) * plan.slice().toMillis() / 1000.0)
                .sum();
        assertThat(seconds).isLessThan(60);
    }

    @ParameterizedTest
    @EnumSource
    void pointsOfTheBrokerAreWarmedUpForTwoSecondsPerCompetitor(Profile profile) {
        assertThat(plans(profile, Scenario.BROKER)).isNotEmpty().allSatisfy(
                plan -> assertThat(plan.slice().multipliedBy(plan.warmups())).isGreaterThanOrEqualTo(
                        Duration.ofSeconds(2)));
        Request longer = new Request(profile, List.of(Scenario.BROKER), List.of(), List.of(), null, null,
                Duration.ofSeconds(1), CAPACITY, null);
        assertThat(longer.plans()).extracting(Plan::warmups).allMatch(rounds -> rounds < 5);
        Request without = new Request(profile, List.of(Scenario.BROKER), List.of(), List.of(), null, 0, null, CAPACITY,
                null);
        assertThat(without.plans()).extracting(Plan::warmups).containsOnly(0);
    }

    @Test
    void onlyTheNamedScenariosAreMeasured() {
        assertThat(points(plans(Profile.QUICK, Scenario.LATENCY))).extracting(Point::pattern)
                .containsExactly(Pattern.ROUND_TRIP, Pattern.OPEN_LOOP);
        assertThat(points(plans(Profile.QUICK, Scenario.FANOUT))).as("not part of the quick run, but asked for")
                .extracting(Point::pattern).containsOnly(Pattern.FAN_OUT);
    }

    @Test
    void aCaptureIsPlayedUnlessOtherScenariosAreNamed() {
        Capture capture = new Capture(Path.of("a.pcap"), 2);
        for (Profile profile : Profile.values()) {
            List<Plan> plans = new Request(profile, List.of(), List.of(), List.of(), null, null, null, CAPACITY,
                    capture)
                    .plans();
            assertThat(points(plans)).extracting(Point::pattern).contains(Pattern.REPLAY, Pattern.ROUND_TRIP);
            assertThat(plans).extracting(Plan::capture).containsOnly(capture);
            assertThat(points(plans(profile))).extracting(Point::pattern).doesNotContain(Pattern.REPLAY);
        }
    }

    @Test
    void sizesReplaceThoseOfTheProfile() {
        List<Plan> plans = new Request(Profile.QUICK, List.of(Scenario.THROUGHPUT), List.of(8, 4096), List.of(), null,
                null, null, CAPACITY, null).plans();
        assertThat(points(plans)).extracting(Point::length).containsOnly(8, 4096);
        assertThat(points(plans)).doesNotHaveDuplicates().hasSize(8);
        assertThat(plans.getFirst().competitors()).as("those of all points that became one")
                .contains("rondo-spsc", "rondo-mpsc", "rondo-spsc-default", "aeron-ipc").doesNotHaveDuplicates();
    }

    @Test
    void impossibleSizesAreNamed() {
        assertThatThrownBy(() -> new Request(Profile.QUICK, List.of(Scenario.THROUGHPUT), List.of(12), List.of(), null,
                null, null, CAPACITY, null).plans()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message size 12");
    }

    @Test
    void rondosConfigurationsAreAddedUnlessOneIsNamed() {
        Request uds = new Request(Profile.STANDARD, List.of(Scenario.LATENCY), List.of(), List.of("uds"), null, null,
                null, CAPACITY, null);
        assertThat(uds.plans().getFirst().competitors()).contains("uds", "rondo-spsc", "rondo-mpsc")
                .doesNotContain("aeron-ipc");
        Request two = new Request(Profile.STANDARD, List.of(Scenario.LATENCY), List.of(),
                List.of("rondo-spsc", "uds"), null, null, null, CAPACITY, null);
        assertThat(two.plans()).extracting(Plan::competitors).containsOnly(List.of("rondo-spsc", "uds"));
    }

    @Test
    void roundsSlicesAndCapacityReplaceThoseOfTheProfile() {
        List<Plan> plans = new Request(Profile.QUICK, List.of(Scenario.LATENCY, Scenario.WAKE), List.of(), List.of(),
                3,
                0, Duration.ofMillis(7), 1 << 16, null).plans();
        assertThat(plans).hasSizeGreaterThan(2).allSatisfy(plan -> {
            assertThat(plan.slice()).isEqualTo(Duration.ofMillis(7));
            assertThat(plan.rounds()).isEqualTo(3);
            assertThat(plan.warmups()).isZero();
            assertThat(plan.capacity()).isEqualTo(1 << 16);
        });
    }
}
