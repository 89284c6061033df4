package io.rondo.core.wait;

/**
 * Spins while that is likely to cost less than a sleep, then sleeps. A wake-up costs tens of microseconds, so a wait
 * that ends within about that time is better spent spinning. The spin time grows when spinning succeeded and shrinks
 * when it did not (competitive spinning, after Karlin et al., "Empirical studies of competitive spinning for a
 * shared-memory multiprocessor", SOSP 1991).
 */
final class SpinThenPark implements Waiter {
    static final long MIN_SPIN_NANOS = 2_000;
    static final long MAX_SPIN_NANOS = 50_000;
    private static final int LOOKS_PER_CHECK = 16;

    private final Park park = new Park();
    private long spinNanos = MAX_SPIN_NANOS;

    @Override
    public boolean await(Condition condition, Parking parking, long deadline) {
        boolean virtual = Thread.currentThread().isVirtual();
        long start = System.nanoTime();
        long now = start;
        do {
            parking.check();
            for (int i = 0; i < LOOKS_PER_CHECK; i++) {
                if (condition.holds()) {
                    spinNanos = Math.min(MAX_SPIN_NANOS, spinNanos + (now - start) + MIN_SPIN_NANOS);
                    return true;
                }
                Pause.take(virtual);
            }
            now = System.nanoTime();
        } while (now - deadline < 0 && now - start < spinNanos);
        spinNanos = Math.max(MIN_SPIN_NANOS, spinNanos / 2);
        return park.await(condition, parking, deadline);
    }

    /** Returns the present spin time. */
    long spinNanos() {
        return spinNanos;
    }
}
