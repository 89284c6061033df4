package io.rondo.client.settings;

import io.rondo.client.WaitStrategy;
import io.rondo.core.wait.Waiter;
import java.util.Objects;

/**
 * A wait strategy with the waiting itself. Immutable; the state of one endpoint's waiting is in its waiter. Tests
 * implement it to observe waits.
 */
@FunctionalInterface
public non-sealed interface WaiterSource extends WaitStrategy {
    /** Spins. */
    WaiterSource BUSY_SPIN = io.rondo.core.wait.WaitStrategy.busySpin()::newWaiter;
    /** Spins for a while, then sleeps. */
    WaiterSource SPIN_THEN_PARK = io.rondo.core.wait.WaitStrategy.spinThenPark()::newWaiter;
    /** Sleeps. */
    WaiterSource PARK = io.rondo.core.wait.WaitStrategy.park()::newWaiter;

    /** Returns the source of a strategy. */
    static WaiterSource of(WaitStrategy strategy) {
        return switch (Objects.requireNonNull(strategy, "strategy")) {
            case WaiterSource its -> its;
        };
    }

    /** Creates the waiting of one endpoint. */
    Waiter newWaiter();
}
