package io.rondo.perf.worker;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends the process when a slice does not end: a side without its partner would spin forever. */
final class Watchdog {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private Watchdog() {}

    /**
     * Halts the JVM if much more than {@code nanos} pass before the returned action runs.
     *
     * @param farewell called before the JVM is halted
     */
    static Runnable start(long nanos, Runnable farewell) {
        Future<?> alarm = TIMER.schedule(() -> {
            farewell.run();
            Runtime.getRuntime().halt(1);
        }, nanos + GRACE_NANOS, TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }
}
