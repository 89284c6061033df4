package io.rondo.core.wait;

/** How participants wait. Immutable and shareable: the state of one participant's waiting is in the {@link Waiter}. */
@FunctionalInterface
public interface WaitStrategy {
    /**
     * Starts one participant's waiting.
     *
     * @return a waiter for one participant
     */
    Waiter newWaiter();

    /**
     * Spins for a while that adapts to how long waits were, then sleeps in the kernel: the default.
     *
     * @return the strategy
     */
    static WaitStrategy spinThenPark() {
        return SpinThenPark::new;
    }

    /**
     * Spins, one pause per look: the lowest latency, for a core of its own.
     *
     * @return the strategy
     */
    static WaitStrategy busySpin() {
        return BusySpin::new;
    }

    /**
     * Sleeps in the kernel at once.
     *
     * @return the strategy
     */
    static WaitStrategy park() {
        return Park::new;
    }
}
