package io.rondo.client.endpoint;

import io.rondo.client.Publisher;
import io.rondo.core.wait.Condition;

/** Waits for space by claiming it. Ends without a claim when no consumer is attached, if the user asked for that. */
final class SpaceCondition implements Condition {
    private static final long CONSUMER_CHECK_NANOS = 200_000_000L;

    private final ProducerTransport transport;
    private final boolean failWithoutConsumer;
    private int length;
    private long result;
    private boolean ended;

    SpaceCondition(ProducerTransport transport, boolean failWithoutConsumer) {
        this.transport = transport;
        this.failWithoutConsumer = failWithoutConsumer;
    }

    void want(int messageLength) {
        length = messageLength;
        result = Publisher.BACK_PRESSURED;
        ended = false;
    }

    /** The claim, from 0; or the reason why there is none. */
    long result() {
        return result;
    }

    @Override
    public boolean holds() {
        if (ended) {
            // A wait strategy may look again after the condition held. There is one claim.
            return true;
        }
        result = transport.claimWaiting(length);
        if (result >= 0) {
            ended = true;
        } else if (failWithoutConsumer && transport.isWithoutConsumer()) {
            result = Publisher.NOT_CONNECTED;
            ended = true;
        }
        return ended;
    }

    @Override
    public void beforeSleep() {
        transport.beforeSleep();
    }

    @Override
    public long maxSleepNanos() {
        long longest = transport.maxSleepNanos();
        return failWithoutConsumer ? Math.min(CONSUMER_CHECK_NANOS, longest) : longest;
    }
}
