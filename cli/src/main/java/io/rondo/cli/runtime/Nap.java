package io.rondo.cli.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A wait that the stop signal ends. */
public final class Nap {
    private Nap() {}

    /** Waits for at least this time, or until the stop signal. */
    public static void take(long millis, StopSignal stop) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = until - System.nanoTime();
        while (left > 0 && !stop.requested()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }
}
