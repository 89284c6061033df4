package io.rondo.core.wait;

/**
 * A wait strategy: how participants wait. Immutable and thread-safe; the state of one participant's waiting is in the
 * {@link Waiter}.
 *
 * <p>On a virtual thread the strategies of this interface yield where they would spin on a platform thread, and a
 * platform thread of a pool sleeps in the kernel in place of the virtual thread, so that waiting virtual threads
 * release their carriers. A custom strategy must do the same. With JDK 25, {@link Thread#yield()} alone is not enough,
 * because virtual threads that only yield may starve all others; call {@link
 * java.util.concurrent.locks.LockSupport#parkNanos(long)} from time to time. The same holds for a virtual thread that
 * calls {@code poll} or {@code tryPublish} in a loop.
 */
@FunctionalInterface
public interface WaitStrategy {
    /**
     * Creates the waiter of one participant.
     *
     * @return the waiter
     */
    Waiter newWaiter();

    /**
     * Spins for a time that adapts to the length of former waits, then sleeps in the kernel: the default.
     *
     * @return the strategy
     */
    static WaitStrategy spinThenPark() {
        return SpinThenPark::new;
    }

    /**
     * Spins with one pause per check: the lowest latency, for a core of its own. A virtual thread yields instead, and
     * parks for some tens of microseconds after every 64 checks.
     *
     * @return the strategy
     */
    static WaitStrategy busySpin() {
        return BusySpin::new;
    }

    /**
     * Sleeps in the kernel without spinning before.
     *
     * @return the strategy
     */
    static WaitStrategy park() {
        return Park::new;
    }
}
