package io.rondo.broker.status;

/** What a bridge connects. */
public enum BridgeKind {
    /** A queue. */
    QUEUE,
    /** A plain topic, or all that match a pattern. */
    TOPIC,
    /** A sequenced topic: its home, which sequences it, and a copy. */
    SEQUENCED
}
