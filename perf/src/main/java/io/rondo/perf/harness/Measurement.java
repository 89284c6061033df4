package io.rondo.perf.harness;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.MachineState;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Titles;
import io.rondo.perf.transport.CompetitorSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures the points of a plan in sequence. The competitors of each point have their own processes, compiled for this
 * point alone, which stay up while the rounds interleave their slices.
 */
public final class Measurement {
    /** Sleepers use so little CPU time that a long slice is needed. */
    static final Duration PARKED_SLICE = Duration.ofSeconds(5);
    /** Sufficient for the few messages that wait in each of many channels. */
    private static final int PARKED_CAPACITY = 64 * 1024;
    /** A UDP payload may have 64 KiB, and an Agrona ring accepts messages up to an eighth of its capacity. */
    private static final int LEAST_REPLAY_CAPACITY = 1024 * 1024;
    private static final int MESSAGES_PER_RING = 8;
    /** The same for services, which have another default than queues, and for what they are compared with. */
    private static final int PATTERNS_CAPACITY = 1 << 20;
    /** Long enough for tens of thousands of round trips. */
    private static final Duration STATE_SLICE = Duration.ofMillis(10);

    private final Plan plan;
    private final Progress progress;
    private final Duration parkedSlice;
    private final Workers workers;
    private final List<CompetitorType> competitors;

    /**
     * Prepares a run.
     *
     * @param progress receives the progress
     * @throws IllegalArgumentException if the plan names a competitor that does not exist
     */
    public Measurement(Plan plan, Progress progress) {
        this(plan, progress, PARKED_SLICE, WorkerProgram.MEASURING);
    }

    /** With another length of the slices in which channels are idle, and other worker processes. */
    Measurement(Plan plan, Progress progress, Duration parkedSlice, Workers workers) {
        this.plan = plan;
        this.progress = progress;
        this.parkedSlice = parkedSlice;
        this.workers = workers;
        this.competitors = plan.competitors().isEmpty()
                ? List.of(CompetitorType.values())
                : plan.competitors().stream().distinct().map(CompetitorType::of).toList();
    }

    /** Whether a competitor can run on this machine; if not, notes the reason. */
    private boolean isPresent(CompetitorType competitor, Point point) {
        competitor.missing().ifPresent(reason -> progress
                .note(reason + ": " + competitor.label() + " is left out of " + Titles.of(point)));
        return competitor.missing().isEmpty();
    }

    /**
     * Measures. A competitor that fails is in the result with its reason, and the others continue without it; a point
     * that no competitor can run is omitted, with a note.
     *
     * @throws HarnessException if the JVM is ending
     */
    public Run run() {
        try (Programs programs = new Programs(progress::note)) {
            return run(programs);
        }
    }

    /** Measures with programs that may have been compiled before. */
    Run run(Programs programs) {
        Map<String, String> environment = Environment.describe(plan);
        List<String> warnings = Environment.warnings();
        List<PointResult> results = new ArrayList<>();
        for (Point point : plan.points()) {
            measure(point, programs).ifPresent(results::add);
        }
        return new Run(environment, warnings, results);
    }

    private Optional<PointResult> measure(Point point, Programs programs) {
        if (point.pattern() == Pattern.REPLAY && !captureIsThere()) {
            return Optional.empty();
        }
        List<CompetitorType> able = competitors.stream()
                .filter(competitor -> competitor.canRun(point) && isPresent(competitor, point)).toList();
        if (able.isEmpty()) {
            progress.note("no competitor can run " + point + ": it is left out");
            return Optional.empty();
        }
        List<CompetitorProcesses> competitors = new ArrayList<>();
        try (Places places = new Places()) {
            try {
                programs.limitOf(point, CompetitorSettings.ring(places.rings(), capacity(point), point.length()),
                        places)
                        .ifPresent(competitors::add);
                able.forEach(competitor -> competitors
                        .add(new WorkerGroup(competitor, point, capacity(point), places, plan.capture(), workers)));
                OptionalDouble before = programs.roundTrip(STATE_SLICE);
                List<CompetitorResult> results = interleave(point, competitors);
                OptionalDouble after = programs.roundTrip(STATE_SLICE);
                return Optional.of(new PointResult(point, results, before.isPresent() && after.isPresent()
                        ? new MachineState(before.getAsDouble(), after.getAsDouble())
                        : null));
            } finally {
                competitors.forEach(CompetitorProcesses::close);
            }
        }
    }

    private List<CompetitorResult> interleave(Point point, List<CompetitorProcesses> competitors) {
        Rounds rounds = Rounds.of(plan, point, parkedSlice);
        progress.begin(point, rounds.slices(competitors.size()), rounds.slice());
        List<CompetitorResult> results = rounds.run(competitors, progress::sliceDone);
        progress.end();
        return results;
    }

    private boolean captureIsThere() {
        boolean there = plan.capture() != null && Files.isReadable(plan.capture().file());
        if (!there) {
            progress.note("replay is left out: "
                    + (plan.capture() == null ? "there is no capture" : plan.capture().file() + " cannot be read"));
        }
        return there;
    }

    private int capacity(Point point) {
        return switch (point.pattern()) {
            case PARKED_CHANNELS, PARKED_SET -> PARKED_CAPACITY;
            case SET_ROUND_TRIP, PARKED_SET_ROUND_TRIP ->
                MESSAGES_PER_RING * Math.max(PARKED_CAPACITY / MESSAGES_PER_RING, powerOfTwo(point.length()));
            case CAPACITY -> point.capacity();
            case REPLAY -> plan.capacity() == 0 ? 0 : Math.max(plan.capacity(), LEAST_REPLAY_CAPACITY);
            case CALL, REQUESTS, HANDLED_REQUESTS, WORK -> plan.capacity() == 0 ? PATTERNS_CAPACITY : plan.capacity();
            default -> plan.capacity();
        };
    }

    private static int powerOfTwo(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }
}
