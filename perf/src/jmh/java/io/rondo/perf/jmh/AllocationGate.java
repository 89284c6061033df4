package io.rondo.perf.jmh;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link HotCalls} for a short time under JMH's allocation profiler and fails if a call allocates. */
public final class AllocationGate {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    /** JMH itself allocates a few bytes per iteration, more on a busy machine; the smallest object has 16 bytes. */
    private static final double NONE = 0.5;
    private static final TimeValue WARMUP = TimeValue.milliseconds(500);
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    private AllocationGate() {}

    /** Ends the JVM with 0 if no call allocates, 1 otherwise. */
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(HotCalls.class.getName() + "\\.")
                .addProfiler(GCProfiler.class).warmupIterations(3).warmupTime(WARMUP).measurementIterations(2)
                .measurementTime(ITERATION).build()).run();
        System.exit(isClean(results) ? 0 : 1);
    }

    private static boolean isClean(Collection<RunResult> results) {
        int allocating = 0;
        for (RunResult result : results) {
            double bytes = result.getSecondaryResults().get(ALLOCATED).getScore();
            if (!(bytes < NONE)) {
                allocating++;
            }
            System.out.printf(Locale.ROOT, "%-60s %-24s %.4f B/op%s%n", result.getParams().getBenchmark(),
                    result.getParams().getParam("kind"), bytes, bytes < NONE ? "" : "  ALLOCATES");
        }
        System.out.printf("%d hot calls measured, %d allocate%n", results.size(), allocating);
        return allocating == 0 && !results.isEmpty();
    }
}
