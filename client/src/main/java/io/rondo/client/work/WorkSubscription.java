package io.rondo.client.work;

import io.rondo.client.MessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.WorkHandler;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.endpoint.ForwardingSubscriber;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.endpoint.WorkTransport;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.WorkEntryLayout;
import java.time.Duration;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** A subscriber of a work queue over any transport. */
public final class WorkSubscription extends ForwardingSubscriber implements WorkSubscriber {
    private static final Duration MAX_DELAY = Duration.ofNanos(WorkEntryLayout.MAX_DELAY_NANOS);

    private final WorkTransport transport;
    /** Serves all polls with one handler, so that they do not allocate; another handler gets another one. */
    private Delivery delivery;

    /**
     * Creates the subscriber.
     *
     * @param endpoint delivers
     * @param transport its transport
     */
    public WorkSubscription(SubscriberEndpoint endpoint, WorkTransport transport) {
        super(endpoint);
        this.transport = transport;
    }

    @Override
    public int poll(WorkHandler handler, int limit) {
        return subscriberEndpoint().poll(delivering(handler), limit);
    }

    @Override
    public int receive(WorkHandler handler, int limit, Duration timeout) {
        return subscriberEndpoint().receive(delivering(handler), limit, timeout);
    }

    /** Returns what passes messages to a handler of work. A thread that is refused later does not disturb a poll by it. */
    public MessageHandler delivering(WorkHandler handler) {
        Objects.requireNonNull(handler, "handler");
        Delivery current = delivery;
        if (current == null || current.handler != handler) {
            current = new Delivery(handler);
            delivery = current;
        }
        return current;
    }

    @Override
    public void ack(long id) {
        boolean begun = subscriberEndpoint().beginNestedCall();
        try {
            acknowledge(id);
        } finally {
            subscriberEndpoint().endNestedCall(begun);
        }
    }

    /**
     * Keeps the message that a handler of the poll in progress gets, until it is acknowledged.
     *
     * @return its id
     */
    public long keep() {
        transport.keep();
        return transport.id();
    }

    /** Returns how often the message was delivered that a handler of the poll in progress gets, this time included. */
    public int deliveries() {
        return transport.deliveries();
    }

    /** As {@link WorkTransport#isDead}, about the message that a handler of the poll in progress gets. */
    public boolean isDead() {
        return transport.isDead();
    }

    /**
     * As {@link WorkTransport#markProcessed}, unless this has ended, which returns what is held. For the thread that polls.
     */
    public void markProcessedUnlessEnded(long id) {
        try {
            boolean begun = !subscriberEndpoint().isInCall() && subscriberEndpoint().beginNestedCall();
            try {
                transport.markProcessed(id);
            } finally {
                subscriberEndpoint().endNestedCall(begun);
            }
        } catch (RondoException e) {
            if (!subscriberEndpoint().hasEnded()) {
                throw e;
            }
        }
    }

    /**
     * Acknowledges a held message, unless this has ended, which returns what is held. For the thread that polls. Inside a
     * handler it acknowledges also while another thread closes this.
     */
    public void ackUnlessEnded(long id) {
        if (subscriberEndpoint().isInCall()) {
            acknowledge(id);
            return;
        }
        try {
            ack(id);
        } catch (RondoException e) {
            if (!subscriberEndpoint().hasEnded()) {
                throw e;
            }
        }
    }

    private void acknowledge(long id) {
        try {
            transport.acknowledge(id);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        }
    }

    @Override
    public void nack(long id, Duration delay) {
        long nanos = requireDelay(delay);
        boolean begun = subscriberEndpoint().beginNestedCall();
        try {
            transport.giveBack(id, nanos);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            subscriberEndpoint().endNestedCall(begun);
        }
    }

    private static long requireDelay(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("delay " + delay + " is not from zero to " + MAX_DELAY
                    + (delay.isNegative()
                            ? ": use zero or more"
                            : ": use a shorter one, and return the message again when it is over"));
        }
        return delay.toNanos();
    }

    @Override
    public int held() {
        boolean begun = subscriberEndpoint().beginNestedCall();
        try {
            return transport.held();
        } finally {
            subscriberEndpoint().endNestedCall(begun);
        }
    }

    /** The message that is being delivered to a handler. */
    private final class Delivery implements MessageHandler, WorkMessage {
        private final WorkHandler handler;
        private DirectBuffer buffer;
        private int offset;
        private int length;

        Delivery(WorkHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onMessage(DirectBuffer newBuffer, int newOffset, int newLength) {
            buffer = newBuffer;
            offset = newOffset;
            length = newLength;
            transport.keep();
            handler.onMessage(this);
        }

        @Override
        public DirectBuffer buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public long id() {
            return transport.id();
        }

        @Override
        public int deliveries() {
            return transport.deliveries();
        }

        @Override
        public boolean isTakenOver() {
            return transport.isTakenOver();
        }

        @Override
        public void ack() {
            WorkSubscription.this.ack(id());
        }

        @Override
        public void nack(Duration delay) {
            WorkSubscription.this.nack(id(), delay);
        }
    }
}
