package io.rondo.client.support;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends what would hang. No test depends on how long something takes. */
public final class Watchdog {
    /** Longer than anything takes on the slowest machine. */
    public static final long SECONDS = 120;

    private Watchdog() {}

    /** Looks until the condition holds. */
    public static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
                throw new AssertionError("did not happen: " + what);
            }
            Thread.yield();
        }
    }
}
