package io.rondo.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting that a signal to stop ends at once. */
final class Nap {
    private Nap() {}

    /** Waits, at least that long unless the command is to end. */
    static void take(long millis, StopSignal stop) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = until - System.nanoTime();
        while (left > 0 && !stop.requested()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }
}
