package io.rondo.core.layout;

/** The form of a channel, as users ask for it. */
public enum ChannelForm {
    /** Many producers or one, one consumer. */
    QUEUE("queue"),
    /** One producer, many consumers; each receives every message. */
    TOPIC("topic"),
    /** Many producers, many consumers; each message is processed by one of them. */
    WORK_QUEUE("work queue");

    private static final int MAX_WORK_PARTICIPANTS = SlotLayout.MAX_SLOTS / 2;

    private final String noun;

    ChannelForm(String noun) {
        this.noun = noun;
    }

    /** Returns the form of a ring. */
    public static ChannelForm of(RingKind kind) {
        return switch (kind) {
            case SPSC, MPSC -> QUEUE;
            case SPMC -> TOPIC;
            case WORK -> WORK_QUEUE;
        };
    }

    /** Returns the term for messages. */
    public String noun() {
        return noun;
    }

    /**
     * Checks properties that depend on the form. Each may be null, which means not set.
     *
     * @param singleProducer whether there is a single producer
     * @param maxParticipants most participants of the role, or of each role, that takes many
     * @param maxDeliveries deliveries after which a message of a work queue is a dead letter
     * @param processingDeadlineMillis processing deadline of a work queue
     * @throws IllegalArgumentException if one does not fit
     */
    public void requireFitting(Boolean singleProducer, Integer maxParticipants, Integer maxDeliveries,
            Integer processingDeadlineMillis) {
        if (this == TOPIC && Boolean.FALSE.equals(singleProducer)) {
            throw new IllegalArgumentException("a topic has a single producer: do not ask for many");
        }
        if (this != WORK_QUEUE) {
            if (isSet(maxDeliveries) || isSet(processingDeadlineMillis)) {
                throw new IllegalArgumentException("a " + noun
                        + " has neither max deliveries nor a processing deadline: use a work queue, or drop them");
            }
            return;
        }
        if (Boolean.TRUE.equals(singleProducer)) {
            throw new IllegalArgumentException("a work queue has many producers: do not ask for a single one");
        }
        if (maxParticipants != null && maxParticipants > MAX_WORK_PARTICIPANTS) {
            throw new IllegalArgumentException("max participants " + maxParticipants + " is not from 1 to "
                    + MAX_WORK_PARTICIPANTS + ", the most of a work queue: use a number in that range");
        }
    }

    private static boolean isSet(Integer value) {
        return value != null && value > 0;
    }
}
