package io.rondo.core.layout;

/** The kinds of rings, by the number of producers and consumers. The code is stored in the identity page. */
public enum RingKind {
    /** Single producer, single consumer: a queue. */
    SPSC(1, false, false),
    /** Many producers, single consumer: a queue. */
    MPSC(2, true, false),
    /** Single producer, many consumers: a topic. */
    SPMC(3, false, true),
    /** Many producers, many consumers that compete for the messages: a work queue. */
    WORK(4, true, true);

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
        return manyProducers ? maxParticipants(slots) : 1;
    }

    /**
     * Returns the number of consumers that can be attached at once.
     *
     * @param slots slots of the segment
     * @return from 1
     */
    public int maxConsumers(int slots) {
        return manyConsumers ? maxParticipants(slots) : 1;
    }

    /**
     * Returns the number of participants that can be attached at once in the role, or in each role, that takes many.
     *
     * @param slots slots of the segment
     * @return from 1
     */
    public int maxParticipants(int slots) {
        return this == WORK ? slots / 2 : slots - SlotLayout.FIRST_PEER;
    }

    /**
     * Returns the number of slots of a segment.
     *
     * @param maxParticipants as {@link #maxParticipants}
     * @return the inverse of that
     */
    public int slots(int maxParticipants) {
        return this == WORK ? 2 * maxParticipants : SlotLayout.FIRST_PEER + maxParticipants;
    }

    /**
     * Returns the first slot of producers.
     *
     * @param slots slots of the segment
     * @return the slot; the slots of consumers are those before it, or all behind it on a topic
     */
    public int firstProducer(int slots) {
        return this == SPMC ? SlotLayout.OWNER : maxConsumers(slots);
    }

    /** Returns the first slot of consumers. */
    public int firstConsumer() {
        return this == SPMC ? SlotLayout.FIRST_PEER : SlotLayout.OWNER;
    }

    /** Returns whether the consumer zeroes the data that it has read: the only consumer, that of a queue. */
    public boolean consumerZeroes() {
        return !manyConsumers;
    }

    /** Returns whether producers claim space by moving the tail with a CAS, after they have stored an intent. */
    public boolean hasManyProducers() {
        return manyProducers;
    }

    /** Returns whether many consumers can be attached at once. */
    public boolean hasManyConsumers() {
        return manyConsumers;
    }

    /** Returns whether each consumer receives every message. */
    public boolean isTopic() {
        return this == SPMC;
    }

    /**
     * Returns the term for this kind in listings and options.
     *
     * @return {@code topic}, {@code queue} or {@code work}
     */
    public String channelKind() {
        return switch (this) {
            case SPMC -> "topic";
            case WORK -> "work";
            case SPSC, MPSC -> "queue";
        };
    }
}
