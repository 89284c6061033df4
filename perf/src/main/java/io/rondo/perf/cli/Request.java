package io.rondo.perf.cli;

import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.peer.PeerType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was asked for, to be turned into plans.
 *
 * @param profile how much
 * @param scenarios which; empty for those of the profile, and replay where there is a capture
 * @param sizes message lengths in bytes in place of the profile's; empty for those
 * @param peers names of the contestants; those of Rondo take part in any case unless one is named; empty for the profile's
 * @param rounds in place of the profile's; null for those
 * @param warmups the same
 * @param slice the same
 * @param capacity of every ring in bytes
 * @param capture what replay plays; null for no replay
 */
record Request(Profile profile, List<Scenario> scenarios, List<Integer> sizes, List<String> peers, Integer rounds,
        Integer warmups, Duration slice, int capacity, Capture capture) {
    private static final Set<Pattern> SIZED = Set.of(Pattern.ROUND_TRIP, Pattern.ONE_WAY, Pattern.FAN_OUT);

    private record Task(List<String> contestants, Effort effort) {
        Task and(Task other) {
            boolean all = contestants.isEmpty() || other.contestants.isEmpty();
            return new Task(
                    all
                            ? List.of()
                            : Stream.concat(contestants.stream(), other.contestants.stream()).distinct().toList(),
                    effort);
        }
    }

    /**
     * The plans, in the order to run them.
     *
     * @throws IllegalArgumentException if something cannot be measured as asked; the message names it
     */
    List<Plan> plans() {
        Map<Point, Task> tasks = new LinkedHashMap<>();
        for (Group group : profile.groups(wanted())) {
            group.points().stream().flatMap(this::resized).forEach(point -> tasks.merge(point,
                    new Task(contestants(group), group.effort().with(rounds, warmups, slice)), Task::and));
        }
        requireSizes(tasks.keySet());
        requirePeers(tasks.keySet());
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
                    + ": only latency, throughput and fanout have sizes: leave it out, or ask for one of them");
        }
    }

    private void requirePeers(Set<Point> points) {
        peers.stream().filter(name -> points.stream().noneMatch(PeerType.of(name)::canRun)).findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("--peers " + name
                            + ": it can do nothing of what is asked for: leave it out, or ask for another --scenario");
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
        return new Plan(List.copyOf(points), task.contestants(), effort.rounds(), effort.warmups(), effort.slice(),
                capacity, capture);
    }

    private Stream<Point> resized(Point point) {
        if (sizes.isEmpty() || !SIZED.contains(point.pattern())) {
            return Stream.of(point);
        }
        return sizes.stream().map(size -> new Point(point.pattern(), size, point.producers(), point.consumers(),
                point.rate(), point.channels(), point.copy()));
    }

    private List<String> contestants(Group group) {
        if (peers.isEmpty()) {
            return group.contestants();
        }
        if (peers.stream().anyMatch(Request::isRondo)) {
            return peers;
        }
        Stream<String> candidates = group.contestants().isEmpty()
                ? Arrays.stream(PeerType.values()).map(PeerType::label)
                : group.contestants().stream();
        return Stream.concat(candidates.filter(Request::isRondo), peers.stream()).toList();
    }

    private static boolean isRondo(String name) {
        return PeerType.of(name).kind() == ContestantKind.RONDO;
    }
}
