package io.rondo.core.wait;

/** Never sleeps. */
final class BusySpin implements Waiter {
    /** Looks between two readings of the clock and the interrupt status. */
    private static final int LOOKS_PER_CHECK = 64;

    @Override
    public boolean await(Condition condition, Parking parking, long deadline) {
        do {
            parking.check();
            for (int i = 0; i < LOOKS_PER_CHECK; i++) {
                if (condition.holds()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - deadline < 0);
        return condition.holds();
    }
}
