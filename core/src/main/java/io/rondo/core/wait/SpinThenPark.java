package io.rondo.core.wait;

import java.util.function.LongSupplier;

/**
 * Spins while that is likely to end the wait, then sleeps (competitive spinning, after Karlin et al., "Empirical studies
 * of competitive spinning for a shared-memory multiprocessor", SOSP 1991). The spin time adapts to the former waits:
 *
 * <ul>
 * <li>It grows with each short wait that spinning ended, so that a stall of the other side does not end in a sleep. The
 * time of unsuccessful spins is bounded by what those waits have added.
 * <li>It is halved after a long wait.
 * <li>After a short wait that was slept through, the next wait is a trial. It spins for twice as long, and the next one
 * for {@link #MAX_SPIN_NANOS}. Two sides that both sleep need trials to return to spinning, because each wait includes
 * the wake-up of the other side. The long trial is for a thread that was woken on the core of this one: it runs only
 * while this thread sleeps, until the scheduler moves it to an idle core, which it does at a tick.
 * <li>If the long trial fails, both sides share a core. The next trials then come at growing intervals.
 * </ul>
 */
final class SpinThenPark implements Waiter {
    static final long MIN_SPIN_NANOS = 2_000;
    /** The longest wait that spinning is for: twice the interval of 10,000 messages per second, and more. */
    static final long SHORT_WAIT_NANOS = 250_000;
    /** Two ticks of a scheduler with 250 per second. */
    static final long MAX_SPIN_NANOS = 8_000_000;
    /** From a trial to the next one, in times that it spun. */
    private static final long SPACING = 64;
    /** From a failed long trial to the next trial; doubles with each failure. */
    static final long MIN_TRIAL_INTERVAL_NANOS = SPACING * MAX_SPIN_NANOS;
    static final long MAX_TRIAL_INTERVAL_NANOS = 128 * MIN_TRIAL_INTERVAL_NANOS;
    private static final int LOOKS_PER_CHECK = 16;

    private final Park park = new Park();
    private final LongSupplier clock;
    private long spinNanos = SHORT_WAIT_NANOS;
    private boolean trial;
    private int failedTrials;
    /** When the next trial may begin. */
    private long nextTrial;
    private long trialInterval = MIN_TRIAL_INTERVAL_NANOS;

    SpinThenPark() {
        this(System::nanoTime);
    }

    /** Creates a waiter that measures waits with another clock than {@link System#nanoTime()}. */
    SpinThenPark(LongSupplier clock) {
        this.clock = clock;
        nextTrial = clock.getAsLong();
    }

    @Override
    public boolean await(Condition condition, Parking parking, long deadline) {
        boolean virtual = Thread.currentThread().isVirtual();
        long start = clock.getAsLong();
        long now = start;
        while (now - deadline < 0 && now - start < spinNanos) {
            parking.check();
            if (look(condition, virtual)) {
                spun(now - start);
                return true;
            }
            Pause.leaveCarrier(virtual);
            now = clock.getAsLong();
        }
        boolean arrived = park.await(condition, parking, deadline);
        long end = clock.getAsLong();
        slept(end, end - start, now - start, arrived && end - now <= SHORT_WAIT_NANOS);
        return arrived;
    }

    private static boolean look(Condition condition, boolean virtual) {
        for (int i = 0; i < LOOKS_PER_CHECK; i++) {
            if (condition.holds()) {
                return true;
            }
            Pause.take(virtual);
        }
        return false;
    }

    private void spun(long waited) {
        if (trial) {
            // The shortest spin would have sufficed.
            if (waited > MIN_SPIN_NANOS) {
                trial = false;
                spinNanos = SHORT_WAIT_NANOS;
                forgetTrials();
                // If the next wait is slept through nevertheless.
                nextTrial += SPACING * waited;
            }
        } else if (waited > SHORT_WAIT_NANOS) {
            halve();
        } else if (spinNanos != MAX_SPIN_NANOS) {
            spinNanos = Math.min(MAX_SPIN_NANOS, spinNanos + 2 * waited + MIN_SPIN_NANOS);
            if (spinNanos == MAX_SPIN_NANOS) {
                forgetTrials();
            }
        }
    }

    private void slept(long now, long waited, long spun, boolean shortSleep) {
        if (trial && shortSleep) {
            failTrial(now);
        } else if (trial) {
            // The other side had nothing to send: the trial decides nothing, but it has taken time.
            trial = false;
            spinNanos = MIN_SPIN_NANOS;
            nextTrial = now + SPACING * spun;
        } else if (waited > SHORT_WAIT_NANOS || !shortSleep) {
            halve();
        } else if (now - nextTrial >= 0) {
            trial = true;
            spinNanos = failedTrials == 0 ? Math.max(2 * waited, MIN_SPIN_NANOS) : MAX_SPIN_NANOS;
        } else {
            spinNanos = MIN_SPIN_NANOS;
        }
    }

    private void halve() {
        spinNanos = Math.max(MIN_SPIN_NANOS, spinNanos / 2);
    }

    private void failTrial(long now) {
        if (failedTrials++ == 0) {
            spinNanos = MAX_SPIN_NANOS;
        } else {
            trial = false;
            spinNanos = MIN_SPIN_NANOS;
            nextTrial = now + trialInterval;
            trialInterval = Math.min(2 * trialInterval, MAX_TRIAL_INTERVAL_NANOS);
        }
    }

    private void forgetTrials() {
        failedTrials = 0;
        nextTrial = clock.getAsLong();
        trialInterval = MIN_TRIAL_INTERVAL_NANOS;
    }

    /** Returns the present spin time. */
    long spinNanos() {
        return spinNanos;
    }
}
