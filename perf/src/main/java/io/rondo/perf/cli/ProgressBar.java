package io.rondo.perf.cli;

import io.rondo.perf.harness.Estimate;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.report.Titles;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a run and the remaining time: a bar on a terminal, otherwise a line per point. Confined to one
 * thread.
 */
final class ProgressBar implements Progress {
    private static final int LEAST_BAR = 4;
    private static final int MOST_BAR = 24;
    private static final int DEFAULT_COLUMNS = 80;
    private static final String CLEAR_LINE = "\r\033[K";
    /**
     * Time to start and end the processes of a competitor at a point; the estimate is corrected by the elapsed time.
     */
    private static final double START_SECONDS = 0.8;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double TRUSTED_SECONDS = 5;
    private static final double ROUNDING = 1e-9;

    private final PrintWriter err;
    private final ReportTerminal terminal;
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

    ProgressBar(List<Plan> plans, PrintWriter err, ReportTerminal terminal, Finish finish, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.finish = finish;
        this.clock = clock;
        plans.forEach(plan -> plan.points().forEach(point -> points.put(point, Estimate.of(plan, point))));
        this.expected = points.values().stream().mapToDouble(ProgressBar::seconds).sum();
        finish.lastly(terminal.isTerminal() ? err::println : () -> {});
        this.start = clock.getAsLong();
    }

    private static double seconds(Estimate estimate) {
        return estimate.slices() * (estimate.each().toNanos() / NANOS_PER_SECOND)
                + estimate.competitors() * START_SECONDS;
    }

    @Override
    public void begin(Point point, int slices, Duration each) {
        current++;
        title = Titles.of(point);
        Estimate before = points.get(point);
        int competitors = before.slices() == 0 ? 0 : before.competitors() * slices / before.slices();
        currentExpected = seconds(new Estimate(competitors, slices, each));
        expected += currentExpected - seconds(before);
        currentBegin = done;
        currentEach = slices == 0 ? 0 : currentExpected / slices;
        if (terminal.isTerminal()) {
            draw();
        } else {
            print(String.format("rondo: %d of %d: %s, %s left%n", current, points.size(), title, left()));
        }
    }

    @Override
    public void sliceDone() {
        done = Math.min(done + currentEach, currentBegin + currentExpected);
        if (terminal.isTerminal()) {
            draw();
        }
    }

    @Override
    public void note(String text) {
        print((terminal.isTerminal() ? CLEAR_LINE : "") + "rondo: " + text + System.lineSeparator());
        if (terminal.isTerminal() && current > 0) {
            draw();
        }
    }

    @Override
    public void end() {
        done = currentBegin + currentExpected;
        if (terminal.isTerminal()) {
            draw();
        }
    }

    /** Removes the bar. */
    void close() {
        finish.lastly(() -> {});
        if (terminal.isTerminal()) {
            print(CLEAR_LINE);
        }
    }

    /** The estimated duration of the whole run. */
    String estimate() {
        return time(expected);
    }

    private void draw() {
        double part = expected == 0 ? 1 : Math.min(1, done / expected + ROUNDING);
        int columns = terminal.columns() == 0 ? DEFAULT_COLUMNS : terminal.columns();
        int bar = Math.clamp(columns / 3 - 2, LEAST_BAR, MOST_BAR);
        int full = (int) (part * bar);
        String line = String.format(Locale.ROOT, "[%s%s] %3.0f %%  %s left  %s", "#".repeat(full),
                ".".repeat(bar - full), Math.floor(part * 100), left(), title);
        // A longer line would wrap and could not be cleared.
        print(CLEAR_LINE + line.substring(0, Math.clamp(line.length(), 0, columns - 1)));
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
