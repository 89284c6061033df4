package io.rondo.core.segment;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SlotLayout;

/** What a participant does. */
public enum Role {
    /** Writes messages. */
    PRODUCER,
    /** Reads messages. */
    CONSUMER;

    /** The first slot of this role. */
    int firstSlot() {
        return this == PRODUCER ? 0 : SlotLayout.consumerSlot(0);
    }

    /** How many slots of this role a ring of this kind has. */
    int slots(RingKind kind) {
        return this == PRODUCER ? kind.maxProducers() : kind.maxConsumers();
    }

    /** The word users know it by. */
    String word() {
        return this == PRODUCER ? "producer" : "consumer";
    }
}
