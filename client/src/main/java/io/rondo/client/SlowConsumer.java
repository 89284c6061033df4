package io.rondo.client;

/** What happens to a topic's consumer that does not keep up. */
public enum SlowConsumer {
    /** The publisher waits for it. */
    BLOCK,
    /** It loses the oldest messages, and {@link Subscriber#lost()} counts them exactly. */
    DROP_OLDEST,
    /**
     * A consumer that alone would hold the publisher up is evicted. From then on its calls throw {@link EvictedException},
     * and messages that it has not taken are not delivered. Over a socket, the publisher's connection reports the eviction.
     * Close the subscriber and open a new one to go on.
     */
    EVICT
}
