package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.peer.Peer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One measured process. Its arguments are an {@link Assignment}. It prints {@code ready}, then answers each line
 * {@code run MILLIS} with {@code ok} and its figures. On failure it prints {@code error} and the reason, and the stack trace to standard
 * error. It ends with its standard input, whatever it does at that time.
 */
public final class Worker {
    private static final String RUN = "run ";
    /** For an orderly end when the harness is gone. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Peer peer;
    private final Slice slice;
    private final Assignment assignment;
    private final PrintStream out;
    private final Watchdog watchdog = new Watchdog();
    private final Usage usage = new Usage();

    private Worker(Peer peer, Slice slice, Assignment assignment, PrintStream out) {
        this.peer = peer;
        this.slice = slice;
        this.assignment = assignment;
        this.out = out;
    }

    /** Runs until standard input ends. */
    public static void main(String[] arguments) {
        run(arguments, assignment -> assignment.type().open(assignment.settings()));
    }

    /** Runs until standard input ends; {@code opener} opens the transport. */
    static void run(String[] arguments, Function<Assignment, Peer> opener) {
        PrintStream out = System.out;
        System.setOut(System.err); // what libraries print is no answer
        try {
            serve(Assignment.parse(arguments), opener, out);
        } catch (Throwable e) { // an OutOfMemoryError must reach the harness, too
            e.printStackTrace();
            reply(out, "error " + oneLine(e));
            Runtime.getRuntime().halt(1);
        }
    }

    private static String oneLine(Throwable e) {
        return e.toString().replaceAll("\\s+", " ");
    }

    private static void serve(Assignment assignment, Function<Assignment, Peer> opener, PrintStream out)
            throws IOException {
        Commands commands = new Commands(System.in, FAREWELL, () -> Runtime.getRuntime().halt(1));
        try (Peer peer = opener.apply(assignment)) {
            Slice slice = Slices.of(peer, assignment);
            peer.pause();
            new Worker(peer, slice, assignment, out).obey(commands);
        }
    }

    private void obey(Commands commands) {
        reply(out, "ready");
        for (Optional<String> line = commands.next(); line.isPresent(); line = commands.next()) {
            if (!line.get().startsWith(RUN)) {
                throw new IllegalArgumentException("'" + line.get() + "': expected run MILLIS");
            }
            reply(out, "ok " + run(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(line.get().substring(RUN.length())))));
        }
    }

    private static void reply(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    private Sample run(long nanos) {
        Runnable done = watchdog.start(nanos, () -> reply(out, "error the slice did not end: messages were lost"));
        peer.resume();
        try {
            usage.begin();
            slice.run(nanos);
            usage.end();
        } finally {
            peer.pause();
            done.run();
        }
        Sample sample = slice.sample();
        if (assignment.settings().point().pattern() == Pattern.PARKED_CHANNELS) {
            return sample; // it is not this thread that consumes
        }
        return usage.sample(assignment.settings().role().side(), sample.get(Metric.COUNT)).and(sample);
    }
}
