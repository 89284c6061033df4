package io.rondo.broker.access;

/** What a user may do with a topic. */
public enum Right {
    /** Send messages. */
    PUBLISH,
    /** Receive messages, and keep durable subscriptions. */
    SUBSCRIBE;

    /** Returns the name for messages. */
    String text() {
        return this == PUBLISH ? "publish" : "subscribe";
    }
}
