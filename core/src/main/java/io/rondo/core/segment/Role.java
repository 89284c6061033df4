package io.rondo.core.segment;

/** The role of a participant. */
public enum Role {
    /** Writes messages. */
    PRODUCER,
    /** Reads messages. */
    CONSUMER;

    /** Returns the first slot of this role in a segment. */
    int firstSlot(Identity identity) {
        return this == PRODUCER
                ? identity.kind().firstProducer(identity.slots())
                : identity.kind().firstConsumer();
    }

    /** Returns the number of slots of this role in a segment. */
    int slots(Identity identity) {
        return this == PRODUCER
                ? identity.kind().maxProducers(identity.slots())
                : identity.maxConsumers();
    }

    /** Returns the term for this role in messages. */
    public String word() {
        return this == PRODUCER ? "producer" : "consumer";
    }
}
