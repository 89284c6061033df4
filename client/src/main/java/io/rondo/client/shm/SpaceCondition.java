package io.rondo.client.shm;

import io.rondo.client.Publisher;
import io.rondo.core.ring.RecordWriter;
import io.rondo.core.segment.ParticipantTable;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.Condition;

/** Waits for space by claiming it, and gives up without a consumer where that is wanted. */
final class SpaceCondition implements Condition {
    private static final long CONSUMER_INTERVAL_NANOS = 200_000_000L;

    private final RecordWriter writer;
    private final ParticipantTable consumers;
    private Runnable beforeSleep = () -> {};
    private int length;
    private long result;
    private long askedAt;

    /**
     * Creates the condition.
     *
     * @param consumers where to look for consumers; null to wait for one to come back
     */
    SpaceCondition(RecordWriter writer, ParticipantTable consumers) {
        this.writer = writer;
        this.consumers = consumers;
    }

    void beforeSleep(Runnable action) {
        beforeSleep = action;
    }

    @Override
    public void beforeSleep() {
        beforeSleep.run();
    }

    void want(int messageLength) {
        length = messageLength;
        result = Publisher.BACK_PRESSURED;
        askedAt = System.nanoTime() - CONSUMER_INTERVAL_NANOS;
    }

    /** The payload's address, once claimed; or BACK_PRESSURED, or NOT_CONNECTED. */
    long result() {
        return result;
    }

    @Override
    public boolean holds() {
        if (result != Publisher.BACK_PRESSURED) {
            // Asked again by a strategy that likes to be sure: there is one claim.
            return true;
        }
        long payload = writer.claimWaiting(length);
        if (payload != RecordWriter.FULL) {
            result = payload;
            return true;
        }
        if (consumers != null && isAlone()) {
            result = Publisher.NOT_CONNECTED;
            return true;
        }
        return false;
    }

    /** Who leaves is missed at once, who is killed when the kernel is asked. */
    private boolean isAlone() {
        if (!consumers.isAnybodyAttached(Role.CONSUMER)) {
            return true;
        }
        long now = System.nanoTime();
        if (now - askedAt < CONSUMER_INTERVAL_NANOS) {
            return false;
        }
        askedAt = now;
        return consumers.count(Role.CONSUMER) == 0;
    }

    @Override
    public long maxSleepNanos() {
        return consumers == null ? writer.maxSleepNanos() : Math.min(CONSUMER_INTERVAL_NANOS, writer.maxSleepNanos());
    }
}
