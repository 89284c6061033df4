package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.worker.parked.IdleProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each competitor for services, wait sets and work queues, and for the patterns of channels that run in real processes
 * with few competitors ({@code PatternsSmokeTest}). Its processes are threads here, which cost less.
 */
@Timeout(300)
class PatternSlicesTest {
    private static final int CAPACITY = 1 << 16;
    /** Aeron takes messages up to an eighth of its terms. */
    private static final int REPLAY_CAPACITY = 1 << 20;
    private static final int SLICES = 2;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    private Path directory;

    static Stream<Arguments> runs() {
        return Stream.concat(all(), oneOfEachImplementation());
    }

    private static Stream<Arguments> all() {
        return Stream.of(new Point(Pattern.ONE_WAY, 256, 2, 1, 0, 1, false), Point.of(Pattern.MIXED_PUBLISHERS, 32),
                Point.of(Pattern.PARKED_ROUND_TRIP, 32), new Point(Pattern.FAN_OUT, 64, 1, 2, 0, 1, false),
                Point.of(Pattern.CALL, 32), new Point(Pattern.REQUESTS, 32, 2, 1, 0, 1, false),
                new Point(Pattern.HANDLED_REQUESTS, 32, 1, 2, 0, 1, false),
                new Point(Pattern.SET_ROUND_TRIP, 32, 1, 1, 0, 3, false),
                new Point(Pattern.PARKED_SET_ROUND_TRIP, 32, 1, 1, 0, 3, false),
                new Point(Pattern.PARKED_SET, 32, 1, 1, 0, 3, false), new Point(Pattern.WORK, 32, 1, 2, 0, 1, false),
                new Point(Pattern.WORK, 256, 1, 1, 0, 1, false))
                .flatMap(point -> Stream.of(CompetitorType.values())
                        .filter(type -> type.canRun(point) && type.missing().isEmpty()
                                && type != CompetitorType.IDLE_JVM)
                        .map(type -> Arguments.of(type, point)));
    }

    private static Stream<Arguments> oneOfEachImplementation() {
        return Stream.of(new Point(Pattern.ONE_WAY, 1 << 20, 1, 1, 0, 1, true), Point.of(Pattern.REPLAY, 0))
                .flatMap(point -> Stream.of(CompetitorType.AGRONA_SPSC, CompetitorType.AERON_IPC,
                        CompetitorType.CHRONICLE, CompetitorType.NETTY, CompetitorType.PIPE)
                        .map(type -> Arguments.of(type, point)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyMessageOfASliceIsReceived(CompetitorType type, Point point) throws Exception {
        Map<Role, Future<List<Sample>>> running = new LinkedHashMap<>();
        List<Role> roles = roles(type, point);
        CyclicBarrier begin = new CyclicBarrier(roles.size());
        Path rings = Files.createDirectory(directory.resolve("rings"));
        boolean replays = point.pattern() == Pattern.REPLAY;
        Capture capture = replays ? UdpCapture.ofPackets(directory.resolve("capture.pcap")) : null;
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Role role : roles) {
                Assignment assignment = new Assignment(type,
                        new CompetitorSettings(rings, rings, replays ? REPLAY_CAPACITY : CAPACITY, point, role),
                        capture);
                running.put(role, threads.submit(() -> {
                    try {
                        return run(assignment, begin);
                    } catch (Throwable e) {
                        begin.reset(); // ends the others that wait
                        throw e;
                    }
                }));
            }
            for (int slice = 0; slice < SLICES; slice++) {
                int copies = point.pattern() == Pattern.FAN_OUT ? point.consumers() : 1;
                assertThat(received(running, slice)).isPositive().isEqualTo(copies * sent(running, slice));
            }
        }
    }

    @Test
    void aProcessWithoutChannelsMeasuresItsProcessorTime() {
        IdleProcess idle = new IdleProcess();
        long before = ProcessClock.nanos();
        idle.run(SLICE_NANOS);
        long most = ProcessClock.nanos() - before;
        assertThat(idle.sample().get(Metric.CPU)).isBetween(0.0, (double) most / SLICE_NANOS);
        assertThat(idle.sample().get(Metric.COUNT)).isZero();
    }

    private static List<Role> roles(CompetitorType type, Point point) {
        List<Role> roles = new ArrayList<>();
        IntStream.range(0, point.producers()).forEach(i -> roles.add(new Role(Side.PRODUCER, i)));
        if (!type.isOneProcess()) {
            IntStream.range(0, type.consumers(point)).forEach(i -> roles.add(new Role(Side.CONSUMER, i)));
        }
        return roles;
    }

    private static List<Sample> run(Assignment assignment, CyclicBarrier begin) throws Exception {
        List<Sample> samples = new ArrayList<>();
        try (Competitor competitor = assignment.type().open(assignment.settings())) {
            Slice slice = Slices.of(competitor, assignment);
            for (int i = 0; i < SLICES; i++) {
                begin.await();
                competitor.resume();
                slice.run(SLICE_NANOS);
                competitor.pause();
                samples.add(slice.sample());
            }
            begin.await(); // the leading side owns what the others use
        }
        return samples;
    }

    private static double sent(Map<Role, Future<List<Sample>>> running, int slice) throws Exception {
        return count(running, Side.PRODUCER, slice);
    }

    private static double received(Map<Role, Future<List<Sample>>> running, int slice) throws Exception {
        boolean oneProcess = running.keySet().stream().noneMatch(role -> role.side() == Side.CONSUMER);
        return count(running, oneProcess ? Side.PRODUCER : Side.CONSUMER, slice);
    }

    private static double count(Map<Role, Future<List<Sample>>> running, Side side, int slice)
            throws InterruptedException, ExecutionException {
        double count = 0;
        for (Map.Entry<Role, Future<List<Sample>>> each : running.entrySet()) {
            if (each.getKey().side() == side) {
                count += each.getValue().get().get(slice).get(Metric.COUNT);
            }
        }
        return count;
    }
}
