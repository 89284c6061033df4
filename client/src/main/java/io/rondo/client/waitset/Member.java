package io.rondo.client.waitset;

import io.rondo.client.ClosedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.RequestHandler;
import io.rondo.client.ResponseHandler;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.service.RequesterEndpoint;
import io.rondo.client.service.ResponderEndpoint;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** A subscriber, requester or responder in a wait set. For the thread of the set. */
final class Member {
    private final Object added;
    private final SubscriberEndpoint subscriber;
    private final Condition arrival;
    private final int priority;
    private final IntUnaryOperator polling;
    private boolean inHandler;
    private boolean left;

    private Member(Object added, SubscriberEndpoint subscriber, Condition arrival, int priority,
            Function<Member, IntUnaryOperator> polling) {
        this.added = added;
        this.subscriber = subscriber;
        this.arrival = arrival;
        this.priority = priority;
        this.polling = polling.apply(this);
    }

    static Member of(SubscriberEndpoint subscriber, MessageHandler handler, int priority) {
        return new Member(subscriber, subscriber, subscriber.arrival(), priority, member -> {
            MessageHandler marking = (buffer, offset, length) -> {
                member.inHandler = true;
                handler.onMessage(buffer, offset, length);
                member.inHandler = false;
            };
            return limit -> subscriber.pollAsMember(marking, limit);
        });
    }

    static Member of(RequesterEndpoint requester, ResponseHandler handler, int priority) {
        return new Member(requester, requester.responses(), requester.arrival(), priority, member -> {
            ResponseHandler marking = response -> {
                member.inHandler = true;
                handler.onResponse(response);
                member.inHandler = false;
            };
            return limit -> requester.pollAsMember(marking, limit);
        });
    }

    static Member of(ResponderEndpoint responder, RequestHandler handler, int priority) {
        return new Member(responder, responder.requests(), responder.arrival(), priority, member -> {
            RequestHandler marking = request -> {
                member.inHandler = true;
                handler.onRequest(request);
                member.inHandler = false;
            };
            return limit -> responder.pollAsMember(marking, limit);
        });
    }

    /** Whether this is the member of a subscriber, requester or responder. */
    boolean is(Object other) {
        return added == other;
    }

    int priority() {
        return priority;
    }

    /** Notes that the set polls this, until {@link #leave}. */
    void join() {
        subscriber.joinWaitSet();
    }

    GroupParking parking() {
        return subscriber.parking();
    }

    /**
     * Whether a poll would do nothing, as far as one load tells. A requester or responder also has work without messages, so it
     * is never quiet.
     */
    boolean isQuiet() {
        return added == subscriber && subscriber.isQuiet(true);
    }

    /** Whether the next poll delivers a message or notices the end of the subscriber. */
    boolean isReady() {
        try {
            return subscriber.hasEnded() || arrival.holds();
        } catch (RuntimeException e) {
            // Closed meanwhile, or a failure that the poll reports.
            return true;
        }
    }

    /** See {@link Condition#beforeSleep}. A failure makes {@link #isReady} true. */
    void beforeSleep() {
        try {
            arrival.beforeSleep();
        } catch (RuntimeException e) {
            // Closed meanwhile.
        }
    }

    /** See {@link Condition#maxSleepNanos}. */
    long maxSleepNanos() {
        try {
            return arrival.maxSleepNanos();
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
        return polling.applyAsInt(limit);
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
