package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One measured process. Its arguments are an {@link Assignment}. It prints {@code ready}, then answers each line {@code
 * run MILLIS} with {@code ok} and its figures. On failure it prints {@code error} and the reason, and the stack trace
 * to standard error. It ends when its standard input ends.
 */
public final class Worker {
    private static final String RUN = "run ";
    /** Time to end by itself after the end of the harness. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Competitor competitor;
    private final Slice slice;
    private final Assignment assignment;
    private final PrintStream out;
    private final Usage usage = new Usage();
    private final Settling settling = new Settling(ProcessClock::nanos);

    private Worker(Competitor competitor, Slice slice, Assignment assignment, PrintStream out) {
        this.competitor = competitor;
        this.slice = slice;
        this.assignment = assignment;
        this.out = out;
    }

    /** Runs until standard input ends. */
    public static void main(String[] arguments) {
        run(arguments, assignment -> assignment.type().open(assignment.settings()));
    }

    /** Runs until standard input ends; {@code opener} opens the transport. */
    static void run(String[] arguments, Function<Assignment, Competitor> opener) {
        attempt((commands, out) -> serve(Assignment.parse(arguments), opener, commands::next, out));
    }

    /** What a worker process does with the commands of the harness. */
    interface Task {
        /** Prints the answers to {@code out}. */
        void run(Commands commands, PrintStream out) throws IOException;
    }

    /** Runs a task with standard input and output; if it fails, prints the reason and ends the process. */
    static void attempt(Task task) {
        PrintStream out = System.out;
        System.setOut(System.err); // output of libraries is not an answer
        try {
            task.run(new Commands(System.in, FAREWELL, () -> Runtime.getRuntime().halt(1)), out);
        } catch (Throwable e) { // an OutOfMemoryError must reach the harness, too
            e.printStackTrace();
            reply(out, "error " + oneLine(e));
            Runtime.getRuntime().halt(1);
        }
    }

    private static String oneLine(Throwable e) {
        return e.toString().replaceAll("\\s+", " ");
    }

    /** Works on an assignment until {@code commands} returns empty. */
    static void serve(Assignment assignment, Function<Assignment, Competitor> opener,
            Supplier<Optional<String>> commands, PrintStream out) throws IOException {
        try (Competitor competitor = opener.apply(assignment)) {
            Slice slice = Slices.of(competitor, assignment);
            competitor.pause();
            new Worker(competitor, slice, assignment, out).obey(commands);
        }
    }

    private void obey(Supplier<Optional<String>> commands) {
        settling.await();
        reply(out, "ready");
        for (Optional<String> line = commands.get(); line.isPresent(); line = commands.get()) {
            if (!line.get().startsWith(RUN)) {
                throw new IllegalArgumentException("'" + line.get() + "': expected run MILLIS");
            }
            reply(out, "ok " + run(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(line.get().substring(RUN.length())))));
        }
    }

    static void reply(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    private Sample run(long nanos) {
        Runnable done = Watchdog.start(nanos, () -> reply(out, "error the slice did not end: messages were lost"));
        competitor.resume();
        try {
            usage.begin();
            slice.run(nanos);
            usage.end();
        } finally {
            competitor.pause();
            done.run();
        }
        settling.await();
        Sample sample = slice.sample();
        if (assignment.settings().point().pattern().isIdle()) {
            return sample; // this thread does not consume
        }
        return usage.sample(assignment.settings().role().side(), sample.get(Metric.COUNT)).and(sample);
    }
}
