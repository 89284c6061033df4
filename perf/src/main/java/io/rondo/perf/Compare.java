package io.rondo.perf;

import io.rondo.perf.harness.Comparison;
import io.rondo.perf.harness.HarnessException;
import io.rondo.perf.harness.Options;

/**
 * Compares Rondo with its peers, as perf/README.md says. Exit codes: 0 done, 1 a contestant failed, 2 usage.
 */
public final class Compare {
    private Compare() {}

    /** Runs; ends the JVM with the exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            return 2;
        }
        try {
            return new Comparison(options, System.out, System.err).run() ? 0 : 1;
        } catch (HarnessException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
