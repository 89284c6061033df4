package io.rondo.perf;

import io.rondo.client.RondoException;
import io.rondo.core.SegmentException;
import io.rondo.perf.soak.SoakOptions;
import io.rondo.perf.soak.SoakRun;

/**
 * Kills and restarts the producers of a queue for a long time and checks every message: see README.md of this module.
 */
public final class Soak {
    private Soak() {}

    /** Runs the soak and ends the JVM with the exit code: 0 without errors, 1 otherwise, 2 for a wrong option. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) throws InterruptedException {
        SoakOptions options;
        try {
            options = SoakOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(SoakOptions.USAGE);
            return 2;
        }
        try {
            return new SoakRun(options, System.out, System.err).run() ? 0 : 1;
        } catch (RondoException | SegmentException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
