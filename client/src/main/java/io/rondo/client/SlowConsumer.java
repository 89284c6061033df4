package io.rondo.client;

/** What becomes of a topic's consumer that does not keep up. */
public enum SlowConsumer {
    /** The publisher waits for it. */
    BLOCK,
    /** It loses the oldest messages, and {@link Subscriber#lost()} says exactly how many. */
    DROP_OLDEST,
    /**
     * A consumer that alone would hold the publisher up is evicted. From then on its
     * calls throw {@link EvictedException}, and messages that it has not taken are not delivered, over a
     * socket as in shared memory; there it learns of the eviction when the publisher's connection says so. It attaches
     * again by being closed and made anew.
     */
    EVICT
}
