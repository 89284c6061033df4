package io.rondo.core.wait;

/** Sleeps in the kernel without spinning before. */
final class Park implements Waiter {
    @Override
    public boolean await(Condition condition, Parking parking, long deadline) {
        while (true) {
            parking.check();
            if (condition.holds()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (condition.waitBriefly(left)) {
                continue;
            }
            condition.beforeSleep();
            parking.prepare();
            // The announcement stays; the next waker clears it, at the cost of one needless wake.
            if (condition.holds()) {
                return true;
            }
            parking.sleep(Math.min(left, condition.maxSleepNanos()));
        }
    }
}
