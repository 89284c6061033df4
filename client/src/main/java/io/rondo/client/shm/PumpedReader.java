package io.rondo.client.shm;

import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.wait.Condition;

/** Waits for messages in a ring while pumping further messages into it. Confined to the consumer's thread. */
final class PumpedReader implements Condition {
    private final RingReader reader;
    private final MessagePump pump;

    PumpedReader(RingReader reader, MessagePump pump) {
        this.reader = reader;
        this.pump = pump;
    }

    @Override
    public boolean holds() {
        return reader.holds() || pump.pump() && reader.holds();
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
