package io.rondo.perf.cli;

import io.rondo.perf.harness.Estimate;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.report.Titles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** How far a run is and how long it will take: a bar on a terminal, otherwise a line per point. Confined to one thread. */
final class ProgressBar implements Progress {
    private static final int WIDTH = 24;
    private static final int MOST_TITLE = 40;
    private static final String CLEAR_LINE = "\r\033[K";
    /** What starting and ending a point's processes takes, per contestant; corrected by what it took so far. */
    private static final double START_SECONDS = 0.8;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double TRUSTED_SECONDS = 5;
    private static final double ROUNDING = 1e-9;

    private final PrintWriter err;
    private final boolean terminal;
    private final Finish finish;
    private final LongSupplier clock;
    private final Map<Point, Estimate> points = new LinkedHashMap<>();
    private final long start;
    private double expected;
    private double done;
    private double currentBegin;
    private double currentExpected;
    private double currentEach;
    private int current;
    private String title = "";

    ProgressBar(List<Plan> plans, PrintWriter err, boolean terminal, Finish finish, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.finish = finish;
        this.clock = clock;
        plans.forEach(plan -> plan.points().forEach(point -> points.put(point, Estimate.of(plan, point))));
        this.expected = points.values().stream().mapToDouble(ProgressBar::seconds).sum();
        finish.lastly(terminal ? err::println : () -> {});
        this.start = clock.getAsLong();
    }

    /** Whether standard error is a terminal. */
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static double seconds(Estimate estimate) {
        return estimate.slices() * (estimate.each().toNanos() / NANOS_PER_SECOND)
                + estimate.contestants() * START_SECONDS;
    }

    @Override
    public void begin(Point point, int slices, Duration each) {
        current++;
        title = Titles.of(point);
        Estimate before = points.get(point);
        int contestants = before.slices() == 0 ? 0 : before.contestants() * slices / before.slices();
        currentExpected = seconds(new Estimate(contestants, slices, each));
        expected += currentExpected - seconds(before);
        currentBegin = done;
        currentEach = slices == 0 ? 0 : currentExpected / slices;
        if (terminal) {
            draw();
        } else {
            print(String.format("rondo: %d of %d: %s, %s left%n", current, points.size(), title, left()));
        }
    }

    @Override
    public void sliceDone() {
        done = Math.min(done + currentEach, currentBegin + currentExpected);
        if (terminal) {
            draw();
        }
    }

    @Override
    public void note(String text) {
        print((terminal ? CLEAR_LINE : "") + "rondo: " + text + System.lineSeparator());
        if (terminal && current > 0) {
            draw();
        }
    }

    @Override
    public void end() {
        done = currentBegin + currentExpected;
        if (terminal) {
            draw();
        }
    }

    /** Nothing more comes. */
    void close() {
        finish.lastly(() -> {});
        if (terminal) {
            print(CLEAR_LINE);
        }
    }

    /** How long the whole run may take. */
    String estimate() {
        return time(expected);
    }

    private void draw() {
        double part = expected == 0 ? 1 : Math.min(1, done / expected + ROUNDING);
        int full = (int) (part * WIDTH);
        String shown = title.length() > MOST_TITLE ? title.substring(0, MOST_TITLE) : title;
        print(String.format(Locale.ROOT, "%s[%s%s] %3.0f %%  %s left  %s", CLEAR_LINE, "#".repeat(full),
                ".".repeat(WIDTH - full), Math.floor(part * 100), left(), shown));
    }

    private String left() {
        double elapsed = (clock.getAsLong() - start) / NANOS_PER_SECOND;
        double pace = done > TRUSTED_SECONDS ? elapsed / done : 1;
        return time(Math.max(0, expected - done) * pace);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60);
    }

    private void print(String text) {
        finish.output(() -> {
            err.print(text);
            err.flush();
        });
    }
}
