package io.rondo.core.layout;

/** The kinds of rings, by the number of producers and consumers. The code is stored in the identity page. */
public enum RingKind {
    /** Single producer, single consumer: a queue. */
    SPSC(1, false, false),
    /** Many producers, single consumer: a queue. */
    MPSC(2, true, false),
    /** Single producer, many consumers: a topic. */
    SPMC(3, false, true);

    private final int code;
    private final boolean manyProducers;
    private final boolean manyConsumers;

    RingKind(int code, boolean manyProducers, boolean manyConsumers) {
        this.code = code;
        this.manyProducers = manyProducers;
        this.manyConsumers = manyConsumers;
    }

    /** Returns the kind with a code; null if there is none. */
    public static RingKind ofCode(int code) {
        for (RingKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    /** Returns the code in the identity page. */
    public int code() {
        return code;
    }

    /**
     * Returns the number of producers that can be attached at once.
     *
     * @param slots slots of the segment
     * @return from 1
     */
    public int maxProducers(int slots) {
        return manyProducers ? slots - SlotLayout.FIRST_PEER : 1;
    }

    /**
     * Returns the number of consumers that can be attached at once.
     *
     * @param slots slots of the segment
     * @return from 1
     */
    public int maxConsumers(int slots) {
        return manyConsumers ? slots - SlotLayout.FIRST_PEER : 1;
    }

    /** Returns whether each consumer receives every message: true for a topic, false for a queue. */
    public boolean isTopic() {
        return this == SPMC;
    }

    /**
     * Returns the term for this kind in messages and options.
     *
     * @return {@code topic} or {@code queue}
     */
    public String channelKind() {
        return isTopic() ? "topic" : "queue";
    }
}
