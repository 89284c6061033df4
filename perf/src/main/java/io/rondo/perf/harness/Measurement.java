package io.rondo.perf.harness;

import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import io.rondo.perf.peer.PeerType;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the points of a plan one after the other. Each point's contestants have processes of their own, compiled for it alone,
 * which stay up while the rounds interleave their slices.
 */
public final class Measurement {
    /** Sleepers cost so little that it takes long to see. */
    static final Duration PARKED_SLICE = Duration.ofSeconds(10);
    /** Enough for a start and an end on each of many channels. */
    private static final int PARKED_CAPACITY = 64 * 1024;
    /** A UDP payload may have 64 KiB, and an Agrona ring takes messages up to an eighth of it. */
    private static final int LEAST_REPLAY_CAPACITY = 1024 * 1024;
    private static final int MESSAGES_PER_RING = 8;

    private final Plan plan;
    private final Progress progress;
    private final Duration parkedSlice;
    private final List<PeerType> peers;

    /**
     * Prepares a run.
     *
     * @param progress told how it goes on
     * @throws IllegalArgumentException if the plan names a contestant that does not exist
     */
    public Measurement(Plan plan, Progress progress) {
        this(plan, progress, PARKED_SLICE);
    }

    /** With another length of the slices in which channels sleep. */
    Measurement(Plan plan, Progress progress, Duration parkedSlice) {
        this.plan = plan;
        this.progress = progress;
        this.parkedSlice = parkedSlice;
        this.peers = plan.peers().isEmpty()
                ? List.of(PeerType.values())
                : plan.peers().stream().distinct().map(PeerType::of).toList();
    }

    /**
     * Measures. A contestant that fails is in the result with its reason, and the others go on without it; a point that nobody can
     * run is left out, with a note.
     *
     * @throws HarnessException if the JVM is ending
     */
    public Run run() {
        Map<String, String> environment = Environment.describe(plan);
        List<String> warnings = Environment.warnings();
        List<PointResult> results = new ArrayList<>();
        try (Programs programs = new Programs(progress::note)) {
            for (Point point : plan.points()) {
                measure(point, programs).ifPresent(results::add);
            }
        }
        return new Run(environment, warnings, results);
    }

    private Optional<PointResult> measure(Point point, Programs programs) {
        if (point.pattern() == Pattern.REPLAY && !captureIsThere()) {
            return Optional.empty();
        }
        List<PeerType> able = peers.stream().filter(peer -> peer.canRun(point)).toList();
        if (able.isEmpty()) {
            progress.note("none of the contestants can do " + point);
            return Optional.empty();
        }
        List<Contestant> contestants = new ArrayList<>();
        try (PrivateDirectory directory = PrivateDirectory.forRings()) {
            try {
                programs.limitOf(point, capacity(point)).ifPresent(contestants::add);
                able.forEach(peer -> contestants
                        .add(new WorkerGroup(peer, point, capacity(point), directory.path(), plan.capture())));
                return Optional.of(new PointResult(point, interleave(point, contestants)));
            } finally {
                contestants.forEach(Contestant::close);
            }
        }
    }

    private List<ContestantResult> interleave(Point point, List<Contestant> contestants) {
        Rounds rounds = Rounds.of(plan, point, parkedSlice);
        progress.begin(point, rounds.slices(contestants.size()), rounds.slice());
        List<ContestantResult> results = rounds.run(contestants, progress::sliceDone);
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
            case PARKED_CHANNELS -> PARKED_CAPACITY;
            case REPLAY -> Math.max(plan.capacity(), LEAST_REPLAY_CAPACITY);
            default -> Math.max(plan.capacity(), MESSAGES_PER_RING * powerOfTwo(point.length()));
        };
    }

    private static int powerOfTwo(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }
}
