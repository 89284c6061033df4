package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.worker.ReusableWorker;
import io.rondo.perf.worker.UdpCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Patterns and competitors in real processes; speed is not checked. Each role has a process of its own, and the next point
 * reuses the processes. Each competitor for channels runs the round trip, or the channels of sleepers if it only sleeps. Each other
 * pattern runs with one competitor that sleeps in the kernel and one that spins, where its code is the same for all;
 * {@code PatternSlicesTest} runs it with the other competitors, as threads.
 */
@Order(1)
@Timeout(600)
class PatternsSmokeTest {
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final List<CompetitorType> ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS = List.of(CompetitorType.UDS,
            CompetitorType.RONDO_SPSC);
    /** One per way to sleep. */
    private static final List<CompetitorType> SLEEPERS = List.of(CompetitorType.UDS, CompetitorType.PIPE,
            CompetitorType.RONDO_MPSC_DEFAULT, CompetitorType.RONDO_SOCKET_PARK);
    private static final Duration PARKED_SLICE = Duration.ofMillis(50);

    private static Capture udp;
    private static ReusedWorkers workers;
    private static Programs programs;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws IOException {
        udp = UdpCapture.ofPackets(directory.resolve("capture.pcap"));
        programs = new Programs(System.err::println);
        workers = new ReusedWorkers(SmallWorkers.of(ReusableWorker.class));
    }

    @AfterAll
    static void end() {
        workers.close();
        programs.close();
    }

    static Stream<Arguments> points() {
        return Stream.concat(inPairs(Point.of(Pattern.ROUND_TRIP, 32)), Stream.of(
                with(ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS, new Point(Pattern.OPEN_LOOP, 32, 1, 1, 20_000, 1, false)),
                with(ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS, Point.of(Pattern.ONE_WAY, 8)),
                with(ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS, new Point(Pattern.ONE_WAY, 1 << 20, 1, 1, 0, 1, true)),
                with(List.of(CompetitorType.AERON_IPC, CompetitorType.RONDO_SPSC), Point.ofCapacity(32, 1 << 16)),
                with(List.of(CompetitorType.PIPE, CompetitorType.RONDO_MPSC),
                        new Point(Pattern.ONE_WAY, 256, 2, 1, 0, 1, false)),
                with(List.of(CompetitorType.RONDO_SPSC_MIXED), Point.of(Pattern.MIXED_PUBLISHERS, 32)),
                with(List.of(CompetitorType.UDS, CompetitorType.RONDO_MPSC_PARK),
                        Point.of(Pattern.PARKED_ROUND_TRIP, 32)),
                with(SLEEPERS, new Point(Pattern.PARKED_CHANNELS, 0, 1, 1, 0, 10, false)),
                with(List.of(CompetitorType.RONDO_TOPIC), new Point(Pattern.FAN_OUT, 64, 1, 2, 0, 1, false)),
                with(ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS, new Point(Pattern.BURSTS, 64, 1, 1, 1000, 1, false)),
                with(ONE_THAT_SLEEPS_AND_ONE_THAT_SPINS, Point.of(Pattern.REPLAY, 0)),
                all(Point.of(Pattern.RELAYED, 32)),
                all(Point.of(Pattern.RELAYED_ROUND_TRIP, 32)), all(Point.of(Pattern.RECORDED, 32)),
                all(Point.of(Pattern.SYNCED, 256)), all(Point.of(Pattern.SYNCED_ROUND_TRIP, 32)),
                all(Point.of(Pattern.LOGGED, 32)), all(Point.of(Pattern.BRIDGED, 32)),
                all(Point.of(Pattern.BRIDGED_ROUND_TRIP, 256)), all(Point.of(Pattern.BESIDE_BRIDGE, 32)),
                Arguments.of(new Point(Pattern.WORK, 32, 1, 2, 0, 1, false),
                        Stream.of(CompetitorType.AGRONA_MANY_TO_MANY, CompetitorType.RONDO_WORK)
                                .map(CompetitorType::label).toList())));
    }

    /** All competitors, two at a time, which limits the number of processes. */
    private static Stream<Arguments> inPairs(Point point) {
        return Stream.of(CompetitorType.values()).filter(type -> type.canRun(point)).gather(Gatherers.windowFixed(2))
                .map(pair -> with(pair, point));
    }

    private static Arguments all(Point point) {
        return Arguments.of(point, List.of());
    }

    private static Arguments with(List<CompetitorType> competitors, Point point) {
        return Arguments.of(point, competitors.stream().map(CompetitorType::label).toList());
    }

    @ParameterizedTest
    @MethodSource("points")
    void everyCompetitorRunsThePointAndItsMessagesAreCorrect(Point point, List<String> competitors)
            throws Exception {
        Notes progress = new Notes();
        Run run = new Measurement(new Plan(List.of(point), competitors, 1, 0, SLICE, 1 << 16, udp), progress,
                PARKED_SLICE, workers).run(programs);
        List<CompetitorResult> results = run.points().getFirst().competitors();
        assertThat(results).filteredOn(result -> result.kind() != CompetitorKind.LIMIT)
                .extracting(CompetitorResult::name)
                .containsExactlyElementsOf(Arrays.stream(CompetitorType.values()).filter(type -> type.canRun(point))
                        .map(CompetitorType::label).filter(name -> competitors.isEmpty() || competitors.contains(name))
                        .toList());
        assertThat(results).allSatisfy(result -> {
            assertThat(result.failure()).as(result.name()).isNull();
            assertThat(result.samples()).singleElement().satisfies(sample -> isWhole(point, sample));
        });
        assertThat(progress.isComplete()).isTrue();
        assertThat(workers.failures()).isEmpty();
    }

    private static void isWhole(Point point, Sample sample) {
        assertThat(sample.get(Metric.COUNT)).isPositive();
        switch (point.pattern()) {
            case ROUND_TRIP, PARKED_ROUND_TRIP, OPEN_LOOP, BURSTS, REPLAY, RELAYED_ROUND_TRIP, SYNCED_ROUND_TRIP,
                    BRIDGED_ROUND_TRIP, CALL,
                    SET_ROUND_TRIP, PARKED_SET_ROUND_TRIP -> {
                assertThat(sample.values()).containsKeys(Metric.P50, Metric.P99, Metric.P999, Metric.P9999, Metric.MAX);
                assertThat(sample.histogram()).isPresent();
            }
            case ONE_WAY, CAPACITY, MIXED_PUBLISHERS, FAN_OUT, RELAYED, RECORDED, SYNCED, LOGGED, BRIDGED,
                    BESIDE_BRIDGE, REQUESTS,
                    HANDLED_REQUESTS, WORK ->
                assertThat(sample.has(Metric.RATE)).isTrue();
            case PARKED_CHANNELS, PARKED_SET -> assertThat(sample.get(Metric.CPU)).isNotNegative();
        }
    }
}
