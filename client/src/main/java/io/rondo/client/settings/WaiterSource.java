package io.rondo.client.settings;

import io.rondo.client.WaitStrategy;
import io.rondo.core.wait.Waiter;

/** A wait strategy with the waiting itself. Immutable; the state of one endpoint's waiting is in its waiter. */
@FunctionalInterface
public interface WaiterSource extends WaitStrategy {
    /** Creates the waiting of one endpoint. */
    Waiter newWaiter();
}
