package io.rondo.perf.cli;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The points, competitors and efforts of a quick, a usual and a full run. */
enum Profile {
    /** Every bar but those of the broker, the bridge and the patterns, a few short rounds, the strongest competitors: 2 to 4 minutes. */
    QUICK(new Effort(7, 3, Duration.ofMillis(100))),
    /** Every scenario, the strongest competitors, and all of them at some points: 25 to 50 minutes. */
    STANDARD(new Effort(9, 3, Duration.ofMillis(200))),
    /** Every competitor at every point. */
    FULL(new Effort(11, 4, Duration.ofMillis(300)));

    private static final List<String> ALL = List.of();
    private static final List<String> AERON_AND_AGRONA = List.of("agrona-spsc", "agrona-mpsc", "aeron-ipc");
    private static final List<String> FAST = List.of("rondo-spsc", "rondo-mpsc", "rondo-topic", "rondo-spsc-default",
            "rondo-mpsc-default", "agrona-spsc", "agrona-mpsc", "aeron-ipc", "aeron-ipc-shared");
    private static final List<String> MIXED_RONDO = List.of("rondo-spsc", "rondo-spsc-mixed", "rondo-mpsc",
            "rondo-mpsc-mixed");
    private static final List<String> MIXED = and(MIXED_RONDO, "agrona-spsc");
    private static final String SPSC = "rondo-spsc";
    private static final String MPSC = "rondo-mpsc";
    private static final String SPSC_DEFAULT = "rondo-spsc-default";

    private static final int SMALL = 32;
    private static final int MEDIUM = 256;
    private static final int LARGE = 1 << 10;
    private static final int HUGE = 1 << 16;
    private static final int GIANT = 1 << 20;
    private static final int REQUESTERS = 4;
    private static final int RESPONDERS = 2;
    /** Three processes of a competitor share few cores with their JIT compilers, which need that long. */
    private static final Duration BROKER_WARM_UP = Duration.ofSeconds(2);
    /** The sizes of wait sets. */
    private static final List<Integer> CHANNELS = List.of(1, 16, 256, 1024);
    /** The capacities of scenario capacity in KiB. */
    private static final List<Integer> CAPACITIES = List.of(64, 256, 1 << 10, 4 << 10, 8 << 10, 16 << 10, 64 << 10);
    private static final long STEADY_RATE = 10_000;

    private final Effort effort;

    Profile(Effort effort) {
        this.effort = effort;
    }

    /** The groups of the given scenarios. */
    List<Group> groups(List<Scenario> scenarios) {
        List<Group> own = switch (this) {
            case QUICK -> quick();
            case STANDARD -> standard();
            case FULL -> full();
        };
        List<Group> groups = new ArrayList<>(
                own.stream().filter(group -> scenarios.contains(scenario(group))).toList());
        // A scenario that the quick run omits is measured if it is named.
        scenarios.stream().filter(scenario -> own.stream().noneMatch(group -> scenario(group) == scenario))
                .forEach(scenario -> standard().stream().filter(group -> scenario(group) == scenario)
                        .forEach(groups::add));
        return groups;
    }

    /** The scenarios of a run for which none was named. */
    List<Scenario> scenarios() {
        List<Group> own = this == QUICK ? quick() : standard();
        return own.stream().map(Profile::scenario).distinct().toList();
    }

    private static Scenario scenario(Group group) {
        return group.points().getFirst().pattern().scenario();
    }

    private List<Group> quick() {
        return List.of(
                group(List.of(Point.of(Pattern.ROUND_TRIP, SMALL)), List.of(SPSC, "aeron-ipc")),
                group(List.of(openLoop(1_000_000)), and(AERON_AND_AGRONA, SPSC)),
                group(List.of(oneWay(SMALL, 1)), and(AERON_AND_AGRONA, SPSC, MPSC, SPSC_DEFAULT)),
                group(List.of(oneWay(MEDIUM, 1)), and(AERON_AND_AGRONA, SPSC, MPSC)),
                group(List.of(oneWay(LARGE, 1)), and(AERON_AND_AGRONA, SPSC)),
                group(List.of(oneWay(HUGE, 1), oneWay(GIANT, 1)), List.of(SPSC)),
                group(List.of(oneWay(SMALL, 2), oneWay(SMALL, 4), oneWay(MEDIUM, 2), oneWay(MEDIUM, 4)),
                        List.of(MPSC, "agrona-mpsc")),
                group(List.of(Point.of(Pattern.MIXED_PUBLISHERS, SMALL)), MIXED_RONDO),
                group(List.of(Point.of(Pattern.PARKED_ROUND_TRIP, SMALL)), List.of("rondo-spsc-park")),
                once(List.of(idle(100)), List.of(SPSC_DEFAULT)));
    }

    private List<Group> standard() {
        return List.of(group(List.of(Point.of(Pattern.ROUND_TRIP, SMALL)), ALL),
                group(List.of(openLoop(1_000), openLoop(10_000), openLoop(100_000), openLoop(1_000_000),
                        openLoop(10_000_000)), List.of(SPSC, SPSC_DEFAULT, "agrona-spsc", "agrona-mpsc", "aeron-ipc")),
                group(List.of(oneWay(SMALL, 1)), ALL),
                group(List.of(oneWay(MEDIUM, 1), oneWay(LARGE, 1)), FAST),
                group(List.of(oneWay(HUGE, 1), oneWay(GIANT, 1)), and(AERON_AND_AGRONA, SPSC, MPSC)),
                group(List.of(oneWay(SMALL, 2), oneWay(SMALL, 4), oneWay(MEDIUM, 2), oneWay(MEDIUM, 4)),
                        List.of(MPSC, "agrona-mpsc", "aeron-ipc-shared")),
                capacities(), group(List.of(Point.of(Pattern.MIXED_PUBLISHERS, SMALL)), MIXED),
                group(List.of(copied(SMALL), copied(LARGE)),
                        List.of(SPSC, MPSC, "agrona-spsc", "agrona-mpsc", "aeron-ipc")),
                group(List.of(Point.of(Pattern.PARKED_ROUND_TRIP, SMALL)), ALL),
                once(List.of(idle(1), idle(10), idle(100)), List.of(SPSC_DEFAULT, "rondo-spsc-park", "uds")),
                group(List.of(fanOut(1), fanOut(2), fanOut(4)), ALL), group(List.of(bursts()), FAST),
                group(List.of(replay()), FAST), broker(), bridge(), calls(), requests(), handledRequests(),
                sets(Pattern.SET_ROUND_TRIP), parkedSet(), parkedSets(), idleSets(), work());
    }

    private Group capacities() {
        return group(Stream.of(SMALL, MEDIUM).flatMap(size -> CAPACITIES.stream()
                .map(kibibytes -> Point.ofCapacity(size, kibibytes << 10))).toList(),
                and(AERON_AND_AGRONA, SPSC, MPSC));
    }

    private Group broker() {
        List<Point> oneWay = Stream.of(Pattern.RELAYED, Pattern.RECORDED, Pattern.SYNCED, Pattern.LOGGED)
                .flatMap(pattern -> Stream.of(SMALL, MEDIUM).map(size -> Point.of(pattern, size))).toList();
        List<Point> roundTrips = Stream.of(Pattern.RELAYED_ROUND_TRIP, Pattern.SYNCED_ROUND_TRIP)
                .map(pattern -> Point.of(pattern, SMALL)).toList();
        return new Group(Stream.concat(oneWay.stream(), roundTrips.stream()).toList(), ALL,
                effort.warmingUpFor(BROKER_WARM_UP));
    }

    private Group bridge() {
        return new Group(List.of(Point.of(Pattern.BRIDGED, SMALL), Point.of(Pattern.BRIDGED, MEDIUM),
                Point.of(Pattern.BRIDGED_ROUND_TRIP, SMALL), Point.of(Pattern.BESIDE_BRIDGE, SMALL)), ALL,
                effort.warmingUpFor(BROKER_WARM_UP));
    }

    private Group calls() {
        return group(List.of(Point.of(Pattern.CALL, SMALL)), ALL);
    }

    private Group requests() {
        return group(List.of(new Point(Pattern.REQUESTS, SMALL, REQUESTERS, 1, 0, 1, false)), ALL);
    }

    private Group handledRequests() {
        return group(List.of(new Point(Pattern.HANDLED_REQUESTS, SMALL, 1, RESPONDERS, 0, 1, false)), ALL);
    }

    private Group sets(Pattern pattern) {
        return group(CHANNELS.stream().map(count -> set(pattern, count)).toList(), ALL);
    }

    private Group parkedSet() {
        return group(List.of(set(Pattern.PARKED_SET_ROUND_TRIP, 1)), ALL);
    }

    /** The event loops are measured over one channel only. */
    private Group parkedSets() {
        return group(CHANNELS.stream().filter(count -> count > 1)
                .map(count -> set(Pattern.PARKED_SET_ROUND_TRIP, count)).toList(), List.of("rondo-set-park"));
    }

    /** Idle channels take 5 s each. */
    private Group idleSets() {
        return once(sets(Pattern.PARKED_SET).points(), ALL);
    }

    private Group work() {
        return group(Stream.of(SMALL, MEDIUM).flatMap(size -> Stream.of(1, 2, 4)
                .map(consumers -> new Point(Pattern.WORK, size, 1, consumers, 0, 1, false))).toList(), ALL);
    }

    private List<Group> full() {
        List<Integer> sizes = List.of(8, SMALL, 64, MEDIUM, LARGE, 4 << 10, 16 << 10, HUGE, 256 << 10, GIANT);
        return List.of(
                group(Stream.of(SMALL, MEDIUM, LARGE).map(size -> Point.of(Pattern.ROUND_TRIP, size)).toList(), ALL),
                group(Stream.of(1_000, 10_000, 100_000, 1_000_000, 3_000_000, 10_000_000).map(Profile::openLoop)
                        .toList(),
                        ALL),
                group(sizes.stream().map(size -> oneWay(size, 1)).toList(), ALL),
                group(Stream.of(SMALL, MEDIUM, LARGE)
                        .flatMap(size -> Stream.of(2, 4).map(producers -> oneWay(size, producers))).toList(), ALL),
                capacities(), group(List.of(Point.of(Pattern.MIXED_PUBLISHERS, SMALL)), MIXED),
                group(Stream.of(SMALL, MEDIUM, LARGE, HUGE).map(Profile::copied).toList(), ALL),
                group(List.of(Point.of(Pattern.PARKED_ROUND_TRIP, SMALL)), ALL),
                group(List.of(idle(1), idle(10), idle(100)), ALL),
                group(List.of(fanOut(1), fanOut(2), fanOut(4)), ALL), group(List.of(bursts()), ALL),
                group(List.of(replay()), ALL), broker(), bridge(), calls(), requests(), handledRequests(),
                sets(Pattern.SET_ROUND_TRIP), parkedSet(), parkedSets(), idleSets(), work());
    }

    private Group group(List<Point> points, List<String> competitors) {
        return new Group(points, competitors, effort);
    }

    private Group once(List<Point> points, List<String> competitors) {
        return new Group(points, competitors, new Effort(1, 0, effort.slice()));
    }

    private static Point set(Pattern pattern, int channels) {
        return new Point(pattern, SMALL, 1, 1, 0, channels, false);
    }

    private static Point idle(int channels) {
        return new Point(Pattern.PARKED_CHANNELS, SMALL, 1, 1, 0, channels, false);
    }

    private static List<String> and(List<String> competitors, String... rondo) {
        return Stream.concat(Stream.of(rondo), competitors.stream()).toList();
    }

    private static Point openLoop(long rate) {
        return new Point(Pattern.OPEN_LOOP, SMALL, 1, 1, rate, 1, false);
    }

    private static Point oneWay(int length, int producers) {
        return new Point(Pattern.ONE_WAY, length, producers, 1, 0, 1, false);
    }

    private static Point copied(int length) {
        return new Point(Pattern.ONE_WAY, length, 1, 1, 0, 1, true);
    }

    private static Point fanOut(int consumers) {
        return new Point(Pattern.FAN_OUT, SMALL, 1, consumers, 0, 1, false);
    }

    private static Point bursts() {
        return new Point(Pattern.BURSTS, SMALL, 1, 1, STEADY_RATE, 1, false);
    }

    private static Point replay() {
        return new Point(Pattern.REPLAY, 0, 1, 1, 0, 1, false);
    }
}
