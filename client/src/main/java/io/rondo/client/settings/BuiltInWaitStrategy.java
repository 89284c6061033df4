package io.rondo.client.settings;

import io.rondo.core.wait.Waiter;
import java.util.function.Supplier;

/** The wait strategies of the API. */
public enum BuiltInWaitStrategy implements WaiterSource {
    /** Spins. */
    BUSY_SPIN("busy spin", io.rondo.core.wait.WaitStrategy.busySpin()::newWaiter),
    /** Spins for a while, then sleeps. */
    SPIN_THEN_PARK("spin then park", io.rondo.core.wait.WaitStrategy.spinThenPark()::newWaiter),
    /** Sleeps. */
    PARK("park", io.rondo.core.wait.WaitStrategy.park()::newWaiter);

    private final String description;
    private final Supplier<Waiter> waiters;

    BuiltInWaitStrategy(String description, Supplier<Waiter> waiters) {
        this.description = description;
        this.waiters = waiters;
    }

    @Override
    public Waiter newWaiter() {
        return waiters.get();
    }

    @Override
    public String toString() {
        return description;
    }
}
