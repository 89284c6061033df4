package io.rondo.perf;

import io.rondo.core.RondoException;
import io.rondo.perf.soak.SoakOptions;
import io.rondo.perf.soak.SoakRun;

/** Kills and restarts the producers of a queue for a long while, and checks every message: see README.md of this module. */
public final class Soak {
    private Soak() {}

    /** Runs; ends the JVM with the exit code: 0 if nothing was wrong, 1 otherwise, 2 for a wrong option. */
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
        } catch (RondoException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
