package io.rondo.client.shm;

import io.rondo.core.ring.Reader;
import io.rondo.core.wait.Condition;

/** Waits for messages in a ring, and fetches those that come another way. Confined to the consumer's thread. */
final class FedReader implements Condition {
    private final Reader reader;
    private final Feeder feeder;

    FedReader(Reader reader, Feeder feeder) {
        this.reader = reader;
        this.feeder = feeder;
    }

    @Override
    public boolean holds() {
        return reader.holds() || feeder.feed() && reader.holds();
    }

    @Override
    public void beforeSleep() {
        feeder.rest();
    }

    @Override
    public long maxSleepNanos() {
        return reader.maxSleepNanos();
    }
}
