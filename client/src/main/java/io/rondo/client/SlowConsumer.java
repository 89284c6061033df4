package io.rondo.client;

/** What becomes of a topic's consumer that does not keep up. */
public enum SlowConsumer {
    /** The publisher waits for it. */
    BLOCK,
    /** It loses the oldest messages, and {@link Subscriber#lost()} says exactly how many. */
    DROP_OLDEST
}
