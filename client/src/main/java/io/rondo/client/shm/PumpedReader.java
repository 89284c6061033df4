package io.rondo.client.shm;

import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.segment.ParticipantTable;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.Condition;

/** Waits for messages in a ring while pumping further messages into it. Confined to the consumer's thread. */
final class PumpedReader implements Condition {
    private final RingReader reader;
    private final MessagePump pump;
    private final ParticipantTable participants;

    PumpedReader(RingReader reader, MessagePump pump, ParticipantTable participants) {
        this.reader = reader;
        this.pump = pump;
        this.participants = participants;
    }

    @Override
    public boolean holds() {
        return reader.holds() || pump.pump() && reader.holds();
    }

    /** A producer in shared memory can wake a parked consumer only. One that attaches meanwhile waits for a millisecond. */
    @Override
    public boolean waitBriefly(long maxNanos) {
        return !participants.hasLocalParticipant(Role.PRODUCER) && pump.waitBriefly(reader, maxNanos);
    }

    @Override
    public void beforeSleep() {
        pump.beforeSleep();
    }

    @Override
    public long maxSleepNanos() {
        return reader.maxSleepNanos();
    }
}
