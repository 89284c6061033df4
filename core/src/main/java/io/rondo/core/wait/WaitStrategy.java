package io.rondo.core.wait;

/**
 * How participants wait. Immutable and shareable: the state of one participant's waiting is in the {@link Waiter}.
 *
 * <p>On a virtual thread the strategies of this interface yield where they would spin on a platform thread, and a
 * platform thread of a pool sleeps in the kernel in place of the virtual thread, so that waiting virtual threads leave
 * their carriers to others. A strategy of one's own must do the same: with JDK 25, {@link Thread#yield()} alone is not
 * enough, because virtual threads that only yield may starve all others; {@link
 * java.util.concurrent.locks.LockSupport#parkNanos(long)} now and then is. The same goes for a virtual thread that
 * calls {@code poll} or {@code tryPublish} in a loop.
 */
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
     * Spins, one pause per look: the lowest latency, for a core of its own. A virtual thread yields instead, and parks
     * for some tens of microseconds after every 64 looks.
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
