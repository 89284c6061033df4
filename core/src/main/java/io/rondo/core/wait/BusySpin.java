package io.rondo.core.wait;

/**
 * Spins and never sleeps in the kernel. A virtual thread yields between two looks, and parks briefly at each check.
 */
final class BusySpin implements Waiter {
    /** Looks between two readings of the clock and the interrupt status. */
    private static final int LOOKS_PER_CHECK = 64;

    @Override
    public boolean await(Condition condition, Parking parking, long deadline) {
        boolean virtual = Thread.currentThread().isVirtual();
        do {
            parking.check();
            for (int i = 0; i < LOOKS_PER_CHECK; i++) {
                if (condition.holds()) {
                    return true;
                }
                Pause.take(virtual);
            }
            Pause.leaveCarrier(virtual);
        } while (System.nanoTime() - deadline < 0);
        return condition.holds();
    }
}
