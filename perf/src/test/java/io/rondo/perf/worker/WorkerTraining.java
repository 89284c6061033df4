package io.rondo.perf.worker;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Loads the classes of all workers, for a cache: {@code directory} of its files. Both sides of a slice are threads. */
public final class WorkerTraining {
    private static final int CAPACITY = 1 << 16;
    private static final int LENGTH = 32;
    private static final int LIMIT_SECONDS = 60;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final List<Point> POINTS = List.of(Point.of(Pattern.ONE_WAY, LENGTH),
            Point.of(Pattern.PARKED_ROUND_TRIP, LENGTH));

    private WorkerTraining() {}

    /** Runs each competitor for a slice. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        ExecutorService sides = Executors.newCachedThreadPool();
        for (Point point : POINTS) {
            for (CompetitorType type : CompetitorType.values()) {
                // Its consumer, its producer and its event loop would spin in one process.
                if (type.canRun(point) && type != CompetitorType.RONDO_SOCKET_SPIN) {
                    run(sides, type, point, Files.createDirectory(directory.resolve(point.pattern() + "-" + type)));
                }
            }
        }
        sides.shutdown();
    }

    private static void run(ExecutorService sides, CompetitorType type, Point point, Path directory) throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        CyclicBarrier both = new CyclicBarrier(2);
        for (Side side : List.of(Side.CONSUMER, Side.PRODUCER)) {
            Role role = new Role(side, 0);
            Assignment assignment = Assignment.parse(new Assignment(type,
                    new CompetitorSettings(directory, directory, CAPACITY, point, role), null).arguments()
                    .toArray(String[]::new));
            running.add(sides.submit(slice(assignment, both)));
        }
        for (Future<Void> each : running) {
            each.get();
        }
    }

    private static Callable<Void> slice(Assignment assignment, CyclicBarrier both) {
        return () -> {
            runSlice(assignment, both);
            return null;
        };
    }

    private static void runSlice(Assignment assignment, CyclicBarrier both) throws Exception {
        Usage usage = new Usage();
        try (Competitor competitor = assignment.type().open(assignment.settings())) {
            Slice slice = Slices.of(competitor, assignment);
            competitor.pause();
            // A consumer that joins a topic after the messages never gets them.
            both.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            competitor.resume();
            usage.begin();
            slice.run(SLICE_NANOS);
            usage.end();
            competitor.pause();
            usage.sample(assignment.settings().role().side(), 1).and(slice.sample()).toString();
        }
    }
}
