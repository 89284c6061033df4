package io.rondo.client.endpoint;

/** What a sequenced topic adds to the message that is being delivered. For the thread that polls. */
public interface DeliveredMessage {
    /** Returns the sequence of the message that is being delivered, or of the last one; 0 before the first. */
    long sequence();

    /** Returns its timestamp in nanoseconds since the epoch; 0 before the first. */
    long timestamp();
}
