package io.rondo.perf.competitor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idles as another strategy does during a slice, and sleeps between slices, in which other competitors are measured.
 */
final class RestingIdleStrategy implements IdleStrategy {
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final IdleStrategy working;
    private volatile boolean resting;
    private volatile Thread thread;

    RestingIdleStrategy(IdleStrategy working) {
        this.working = working;
    }

    void rest() {
        resting = true;
    }

    void resume() {
        resting = false;
        LockSupport.unpark(thread);
    }

    @Override
    public void idle(int workCount) {
        if (resting) {
            thread = Thread.currentThread();
            LockSupport.parkNanos(this, REST_NANOS);
        } else {
            working.idle(workCount);
        }
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
        working.reset();
    }
}
