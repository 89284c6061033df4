package io.rondo.examples.demo;

import java.util.concurrent.TimeUnit;

/** The time of day in nanoseconds, read once per 64 calls. Confined to one thread. */
final class Clock {
    private static final int READ_EVERY = 64;

    private final long offset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
    private long now;
    private int uses;

    long epochNanos() {
        if (uses++ % READ_EVERY == 0) {
            now = System.nanoTime() + offset;
        }
        return now;
    }
}
