package io.rondo.client.endpoint;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.MessageHandler;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.core.SegmentException;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;

/** The subscriber of every transport. See {@link PublisherEndpoint} on the number of transports. */
public final class SubscriberEndpoint implements Subscriber, Endpoint {
    private final String channel;
    private final ConsumerTransport transport;
    private final Lifecycle lifecycle;
    private final Waiter waiter;
    private final PlainHandler plain = new PlainHandler();
    private final ControlledHandler controlled = new ControlledHandler();

    /**
     * Creates an open subscriber.
     *
     * @param channel the name
     * @param transport used by this subscriber only
     * @param lifecycle of this subscriber
     * @param waiter waits for messages
     */
    public SubscriberEndpoint(String channel, ConsumerTransport transport, Lifecycle lifecycle, Waiter waiter) {
        this.channel = channel;
        this.transport = transport;
        this.lifecycle = lifecycle;
        this.waiter = waiter;
    }

    @Override
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        return deliver(plain.to(handler), limit);
    }

    @Override
    public int controlledPoll(ControlledMessageHandler handler, int limit) {
        return deliver(controlled.to(handler), limit);
    }

    private int deliver(RecordHandler handler, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
        lifecycle.enterCall();
        try {
            return transport.poll(handler, limit);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    @Override
    public int receive(MessageHandler handler, int limit, Duration timeout) {
        int count = poll(handler, limit);
        if (count > 0) {
            return count;
        }
        long deadline = Deadline.after(timeout);
        boolean timeLeft = true;
        while (count == 0 && timeLeft && await(deadline)) {
            // An arrival may deliver nothing: padding, or a loss of messages. The deadline holds nevertheless.
            timeLeft = System.nanoTime() - deadline < 0;
            count = poll(handler, limit);
        }
        return count;
    }

    private boolean await(long deadline) {
        if (!lifecycle.beginWait()) {
            throw lifecycle.refusal();
        }
        try {
            return waiter.await(transport.arrival(), transport.parking(), deadline);
        } catch (SegmentException e) {
            lifecycle.requireOpen();
            throw SegmentErrors.translate(e);
        } catch (IllegalStateException e) {
            // Closing detaches during a wait, and the condition may then access a closed segment.
            lifecycle.requireOpen();
            throw e;
        } finally {
            lifecycle.endHold();
        }
    }

    @Override
    public int consumers() {
        return Counts.of(lifecycle, transport::consumers);
    }

    @Override
    public int producers() {
        return Counts.of(lifecycle, transport::producers);
    }

    @Override
    public long lost() {
        return transport.lost();
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Transport transport() {
        return transport.transport();
    }

    @Override
    public void beforeClose() {}

    @Override
    public void close() {
        end();
    }

    @Override
    public void end() {
        lifecycle.beginClose();
        if (!lifecycle.detachIfIdle()) {
            // The message that a handler looks at must not change: the poll detaches when it ends.
            transport.stop();
        }
    }
}
