package io.rondo.client.waitset;

import io.rondo.client.ClosedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;
import org.agrona.DirectBuffer;

/** A subscriber in a wait set. For the thread of the set. */
final class Member implements MessageHandler {
    private final SubscriberEndpoint subscriber;
    private final MessageHandler handler;
    private final int priority;
    private boolean inHandler;
    private boolean left;

    Member(SubscriberEndpoint subscriber, MessageHandler handler, int priority) {
        this.subscriber = subscriber;
        this.handler = handler;
        this.priority = priority;
    }

    SubscriberEndpoint subscriber() {
        return subscriber;
    }

    int priority() {
        return priority;
    }

    GroupParking parking() {
        return subscriber.parking();
    }

    /** Whether the next poll delivers a message or notices the end of the subscriber. */
    boolean isReady() {
        try {
            return subscriber.hasEnded() || subscriber.arrival().holds();
        } catch (RuntimeException e) {
            // Closed meanwhile, or a failure that the poll reports.
            return true;
        }
    }

    /** See {@link Condition#beforeSleep}. A failure makes {@link #isReady} true. */
    void beforeSleep() {
        try {
            subscriber.arrival().beforeSleep();
        } catch (RuntimeException e) {
            // Closed meanwhile.
        }
    }

    /** See {@link Condition#maxSleepNanos}. */
    long maxSleepNanos() {
        try {
            return subscriber.arrival().maxSleepNanos();
        } catch (RuntimeException e) {
            // Closed meanwhile.
            return Condition.MAX_SLEEP_NANOS;
        }
    }

    /** Notes that the subscriber is not in the set any more. */
    void leave() {
        left = true;
        subscriber.leaveWaitSet();
    }

    /**
     * Delivers messages.
     *
     * @return their number
     * @throws RondoException by the handler, or a failure of the subscriber; see {@link #hasFailed}
     */
    int poll(int limit) {
        if (left) {
            return 0;
        }
        inHandler = false;
        return subscriber.pollAsMember(this, limit);
    }

    @Override
    public void onMessage(DirectBuffer buffer, int offset, int length) {
        inHandler = true;
        handler.onMessage(buffer, offset, length);
        inHandler = false;
    }

    /** Whether the exception of the last poll is one of the subscriber, after which each call throws. */
    boolean hasFailed(RuntimeException e) {
        return !inHandler && e instanceof RondoException && !(e instanceof SequenceUnavailableException);
    }

    /** Whether the exception of the last poll says that the subscriber was closed. */
    boolean wasClosed(RuntimeException e) {
        return !inHandler && e instanceof ClosedException;
    }
}
