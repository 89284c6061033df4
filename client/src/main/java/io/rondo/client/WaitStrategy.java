package io.rondo.client;

import io.rondo.client.settings.WaiterSource;

/**
 * How a publisher waits for space and a subscriber for messages. Immutable and shareable. The three strategies of this
 * interface are the only ones.
 *
 * <p>On a virtual thread every strategy yields where it would spin on a platform thread, and a platform thread of a pool
 * sleeps in the kernel in place of the virtual thread, so that waiting virtual threads leave their carriers to others.
 * A virtual thread that calls {@code poll} or {@code tryPublish} in a loop must do the same: with JDK 25,
 * {@link Thread#yield()} alone is not enough, because virtual threads that only yield may starve all others; {@link
 * java.util.concurrent.locks.LockSupport#parkNanos(long)} now and then is.
 */
public sealed interface WaitStrategy permits WaiterSource {
    /**
     * Spins, then sleeps in the kernel. The spin time adapts to earlier waits: it is from 2 us, where waits are longer than
     * 250 us, to 8 ms after many shorter ones. The default.
     *
     * @return the strategy
     */
    static WaitStrategy spinThenPark() {
        return WaiterSource.SPIN_THEN_PARK;
    }

    /**
     * Spins and never sleeps: the lowest latency, for a thread that has a core of its own.
     *
     * @return the strategy
     */
    static WaitStrategy busySpin() {
        return WaiterSource.BUSY_SPIN;
    }

    /**
     * Sleeps in the kernel at once: the least CPU time.
     *
     * @return the strategy
     */
    static WaitStrategy park() {
        return WaiterSource.PARK;
    }
}
