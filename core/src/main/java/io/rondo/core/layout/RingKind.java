package io.rondo.core.layout;

/** How many producers and consumers a ring is made for; the code is what the identity page holds. */
public enum RingKind {
    /** Single producer, single consumer: a queue. */
    SPSC(1, 1, 1),
    /** Many producers, single consumer: a queue. */
    MPSC(2, SlotLayout.PRODUCER_SLOTS, 1),
    /** Single producer, many consumers: a topic. */
    SPMC(3, 1, SlotLayout.CONSUMER_SLOTS);

    private final int code;
    private final int maxProducers;
    private final int maxConsumers;

    RingKind(int code, int maxProducers, int maxConsumers) {
        this.code = code;
        this.maxProducers = maxProducers;
        this.maxConsumers = maxConsumers;
    }

    /**
     * Finds a kind by what the identity page holds.
     *
     * @param code any number
     * @return the kind, or null if there is none
     */
    public static RingKind ofCode(int code) {
        for (RingKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    /**
     * What the identity page holds.
     *
     * @return the code
     */
    public int code() {
        return code;
    }

    /**
     * Producers that can be attached at once.
     *
     * @return from 1
     */
    public int maxProducers() {
        return maxProducers;
    }

    /**
     * Consumers that can be attached at once.
     *
     * @return from 1
     */
    public int maxConsumers() {
        return maxConsumers;
    }

    /**
     * Whether each consumer sees every message.
     *
     * @return true for a topic, false for a queue
     */
    public boolean isTopic() {
        return this == SPMC;
    }

    /**
     * The word users know this kind by.
     *
     * @return {@code topic} or {@code queue}
     */
    public String channelKind() {
        return isTopic() ? "topic" : "queue";
    }
}
