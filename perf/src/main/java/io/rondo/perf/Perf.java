package io.rondo.perf;

import io.rondo.perf.cli.Finish;
import io.rondo.perf.cli.PerfCommand;
import io.rondo.perf.cli.Runner;
import io.rondo.perf.harness.Measurement;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import io.rondo.perf.soak.SoakOptions;
import io.rondo.perf.soak.SoakRun;
import java.time.Duration;

/** Starts {@code rondo perf}: see README.md of this module. */
public final class Perf {
    private static final int PRODUCERS = 4;
    private static final int CAPACITY = 1 << 20;

    private Perf() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Finish finish = new Finish();
        // Measuring registers its own hooks, which remove its files and processes.
        Runtime.getRuntime().addShutdownHook(new Thread(finish::stop, "stop output"));
        System.exit(PerfCommand.commandLine(new Processes(), finish).execute(arguments));
    }

    /** Measures in separate processes. */
    private static final class Processes implements Runner {
        @Override
        public Run measure(Plan plan, Progress progress) {
            return new Measurement(plan, progress).run();
        }

        @Override
        public boolean soak(Duration duration) throws InterruptedException {
            SoakOptions options = new SoakOptions(duration, PRODUCERS, CAPACITY, System.nanoTime());
            return new SoakRun(options, System.out, System.err).run();
        }
    }
}
