package io.rondo.perf.cli;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a run, to be turned into plans.
 *
 * @param profile the extent
 * @param scenarios the scenarios; empty for those of the profile, and replay if there is a capture
 * @param sizes message lengths in bytes that replace those of the profile; empty for those of the profile
 * @param competitors names of the competitors; Rondo's own are added unless one of them is named; empty for those of
 *     the profile
 * @param rounds replaces that of the profile; null for that of the profile
 * @param warmups as {@code rounds}
 * @param slice as {@code rounds}
 * @param capacity bytes of memory of every channel; 0 for the default of each product
 * @param capture the capture to replay; null for no replay
 */
record Request(Profile profile, List<Scenario> scenarios, List<Integer> sizes, List<String> competitors, Integer rounds,
        Integer warmups, Duration slice, int capacity, Capture capture) {
    private static final Set<Pattern> SIZED = Set.of(Pattern.ROUND_TRIP, Pattern.ONE_WAY, Pattern.CAPACITY,
            Pattern.MIXED_PUBLISHERS,
            Pattern.FAN_OUT, Pattern.RELAYED, Pattern.RELAYED_ROUND_TRIP, Pattern.RECORDED, Pattern.SYNCED,
            Pattern.SYNCED_ROUND_TRIP, Pattern.LOGGED, Pattern.BRIDGED, Pattern.BRIDGED_ROUND_TRIP,
            Pattern.BESIDE_BRIDGE, Pattern.CALL, Pattern.REQUESTS,
            Pattern.HANDLED_REQUESTS, Pattern.WORK);

    private record Task(List<String> competitors, Effort effort) {
        Task and(Task other) {
            boolean all = competitors.isEmpty() || other.competitors.isEmpty();
            return new Task(
                    all
                            ? List.of()
                            : Stream.concat(competitors.stream(), other.competitors.stream()).distinct().toList(),
                    effort);
        }
    }

    /**
     * The plans, in the order to run them.
     *
     * @throws IllegalArgumentException if an option cannot be met; the message names it
     */
    List<Plan> plans() {
        Map<Point, Task> tasks = new LinkedHashMap<>();
        for (Group group : profile.groups(wanted())) {
            group.points().stream().flatMap(this::resized).forEach(point -> tasks.merge(point,
                    new Task(competitors(group), group.effort().with(rounds, warmups, slice)), Task::and));
        }
        requireSizes(tasks.keySet());
        requireCompetitors(tasks.keySet());
        return plans(tasks);
    }

    private List<Scenario> wanted() {
        Stream<Scenario> wanted = scenarios.isEmpty()
                ? Stream.concat(profile.scenarios().stream(), Stream.of(Scenario.REPLAY))
                : scenarios.stream();
        return wanted.distinct().filter(scenario -> scenario != Scenario.REPLAY || capture != null).toList();
    }

    private void requireSizes(Set<Point> points) {
        if (!sizes.isEmpty() && points.stream().noneMatch(point -> SIZED.contains(point.pattern()))) {
            throw new IllegalArgumentException("--sizes " + sizes.getFirst()
                    + ": only latency, throughput, capacity, fanout, broker, bridge and patterns have sizes: leave it out, or"
                    + " add one of them");
        }
    }

    private void requireCompetitors(Set<Point> points) {
        competitors.stream().filter(name -> points.stream().noneMatch(CompetitorType.of(name)::canRun)).findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("--peers " + name
                            + ": it cannot run any of the points: leave it out, or add another --scenario");
                });
    }

    private List<Plan> plans(Map<Point, Task> tasks) {
        List<Plan> plans = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        Task last = null;
        for (Map.Entry<Point, Task> each : tasks.entrySet()) {
            if (last != null && !each.getValue().equals(last)) {
                plans.add(plan(points, last));
                points.clear();
            }
            points.add(each.getKey());
            last = each.getValue();
        }
        if (last != null) {
            plans.add(plan(points, last));
        }
        return plans;
    }

    private Plan plan(List<Point> points, Task task) {
        Effort effort = task.effort();
        return new Plan(List.copyOf(points), task.competitors(), effort.rounds(), effort.warmUpRounds(), effort.slice(),
                capacity, capture);
    }

    private Stream<Point> resized(Point point) {
        if (sizes.isEmpty() || !SIZED.contains(point.pattern())) {
            return Stream.of(point);
        }
        return sizes.stream().map(size -> new Point(point.pattern(), size, point.producers(), point.consumers(),
                point.rate(), point.channels(), point.copy(), point.capacity()));
    }

    private List<String> competitors(Group group) {
        if (competitors.isEmpty()) {
            return group.competitors();
        }
        if (competitors.stream().anyMatch(Request::isRondo)) {
            return competitors;
        }
        Stream<String> candidates = group.competitors().isEmpty()
                ? Arrays.stream(CompetitorType.values()).map(CompetitorType::label)
                : group.competitors().stream();
        return Stream.concat(candidates.filter(Request::isRondo), competitors.stream()).toList();
    }

    private static boolean isRondo(String name) {
        return CompetitorType.of(name).kind() == CompetitorKind.RONDO;
    }
}
