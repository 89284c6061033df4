package io.rondo.client;

/**
 * The side that runs the memory fence of a wake-up. A channel's property, fixed when it is created.
 */
public enum FenceSide {
    /**
     * The side that goes to sleep, with a {@code membarrier} system call. Waking costs the other side no fence. The
     * default where the kernel has {@code membarrier}.
     */
    SLEEPER,
    /**
     * The side that wakes, with a fence per message. Faster where nearly every message finds the other side asleep.
     */
    WAKER
}
