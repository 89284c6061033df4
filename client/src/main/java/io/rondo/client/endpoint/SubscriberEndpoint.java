package io.rondo.client.endpoint;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.MessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.core.SegmentException;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;

/** The subscriber of every transport. See {@link PublisherEndpoint} on the number of transports. */
public final class SubscriberEndpoint implements Subscriber, OpenedSubscriber, Endpoint {
    /** Result of a delivery: the handler was not called. */
    private static final int NOTHING = -1;

    private final String channel;
    private final ConsumerTransport transport;
    private final Lifecycle lifecycle;
    private final Waiter waiter;
    private final PlainHandler plain = new PlainHandler();
    private final ControlledHandler controlled = new ControlledHandler();
    /** Whether a wait set polls this; written inside a call or by the thread of the set. */
    private volatile boolean inWaitSet;

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
        Objects.requireNonNull(handler, "handler");
        return limit > 0 && isQuiet(false) ? 0 : deliver(handler, null, limit, false, false);
    }

    @Override
    public int controlledPoll(ControlledMessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        return limit > 0 && isQuiet(false) ? 0 : deliver(null, handler, limit, false, false);
    }

    @Override
    public int receive(MessageHandler handler, int limit, Duration timeout) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(timeout, "timeout");
        int count = deliver(handler, null, limit, true, false);
        return count == NOTHING ? receiveLater(handler, null, limit, timeout) : count;
    }

    @Override
    public int controlledReceive(ControlledMessageHandler handler, int limit, Duration timeout) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(timeout, "timeout");
        int count = deliver(null, handler, limit, true, false);
        return count == NOTHING ? receiveLater(null, handler, limit, timeout) : count;
    }

    /**
     * Delivers what is there, to the one handler that is not null.
     *
     * @param waits whether a wait follows if the handler is not called. A hold then begins before this call ends, so that
     *            no other thread can begin a call before the wait, and the result is {@link #NOTHING}
     * @param member whether a wait set polls
     */
    private int deliver(MessageHandler handler, ControlledMessageHandler controlling, int limit, boolean waits,
            boolean member) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
        // Loaded once: the compiler would load the field again after each access of the guard.
        Lifecycle life = lifecycle;
        life.enterCall();
        try {
            requirePolledBy(member);
            // Inside the call: a thread that is refused must not replace the handler of the poll in progress.
            RecordHandler records = handler == null ? controlled.to(controlling) : plain.to(handler);
            int count = transport.poll(records, limit);
            if (!waits || count > 0 || handler == null && controlled.hasAborted()) {
                return count;
            }
            life.hold();
            return NOTHING;
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            life.leaveCall();
        }
    }

    /** The wait set looks for messages outside calls, in its own thread. */
    private void requirePolledBy(boolean member) {
        if (inWaitSet && !member) {
            throw new IllegalStateException(lifecycle.name()
                    + " is in a wait set, which polls it: remove it from that first");
        }
    }

    /** Waits under the hold that {@link #deliver} has begun, and ends it. */
    private int receiveLater(MessageHandler handler, ControlledMessageHandler controlling, int limit,
            Duration timeout) {
        try {
            long deadline = Deadline.after(timeout);
            int count = NOTHING;
            boolean timeLeft = true;
            while (count == NOTHING && timeLeft && await(deadline)) {
                count = deliver(handler, controlling, limit, true, false);
                // An arrival may deliver nothing: padding, or a loss of messages. The deadline holds nevertheless.
                timeLeft = count != NOTHING || System.nanoTime() - deadline < 0;
            }
            return Math.max(count, 0);
        } finally {
            lifecycle.endHold();
            // A wait is not a call: the cleaner would detach.
            Reference.reachabilityFence(this);
        }
    }

    private boolean await(long deadline) {
        try {
            return waiter.await(transport.arrival(), transport.parking(), deadline);
        } catch (SegmentException e) {
            lifecycle.requireOpen();
            throw SegmentErrors.translate(e);
        } catch (IllegalStateException e) {
            // Closing detaches during a wait, and the condition may then access a closed segment.
            lifecycle.requireOpen();
            throw e;
        }
    }

    /**
     * Waits until there may be a message, without delivering one. For the thread that polls.
     *
     * @param deadline value of {@link System#nanoTime()}
     * @return false if the deadline has passed
     */
    public boolean awaitArrival(long deadline) {
        lifecycle.requireOpen();
        try {
            return await(deadline);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** As {@link ConsumerTransport#lookAhead}. For a handler of the poll in progress. */
    public void lookAhead(RecordHandler handler) {
        try {
            transport.lookAhead(handler);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        }
    }

    /**
     * Begins a call that may also be made inside a call of the same thread, by a handler.
     *
     * @return to be passed to {@link #endNestedCall}
     * @throws IllegalStateException if another thread uses this
     * @throws RondoException if this has ended
     */
    public boolean beginNestedCall() {
        boolean nested = isInCall();
        if (nested) {
            lifecycle.requireOpen();
        } else {
            lifecycle.enterCall();
        }
        return !nested;
    }

    /** Whether this thread is inside a call, as a handler is. */
    public boolean isInCall() {
        return lifecycle.busy() == Thread.currentThread().threadId();
    }

    /** Ends a call that {@link #beginNestedCall()} has begun. */
    public void endNestedCall(boolean begun) {
        if (begun) {
            lifecycle.leaveCall();
        }
    }

    @Override
    public SubscriberEndpoint subscriberEndpoint() {
        return this;
    }

    /**
     * Whether a poll would neither deliver a message nor throw, as {@link ConsumerTransport#isQuiet} tells. It is no
     * call of the guard: of two threads that find nothing at the same time none is refused.
     *
     * @param member whether a wait set would poll
     */
    public boolean isQuiet(boolean member) {
        boolean quiet = inWaitSet == member && lifecycle.isFree() && transport.isQuiet();
        // Not inside a call: the cleaner would unmap the memory.
        Reference.reachabilityFence(this);
        return quiet;
    }

    /** Holds when there may be a message. For the thread that polls. */
    public Condition arrival() {
        return transport.arrival();
    }

    /** Where this thread sleeps; a wait set may sleep there instead. */
    public GroupParking parking() {
        return transport.parking();
    }

    /** Whether this was closed, or ended by itself. Any thread. */
    public boolean hasEnded() {
        return lifecycle.isClosed();
    }

    /** Throws the exception of a call after the end, if this has ended. Any thread. */
    public void requireOpen() {
        lifecycle.requireOpen();
    }

    /** As {@link #poll}, for the wait set that this is in. */
    public int pollAsMember(MessageHandler handler, int limit) {
        return deliver(handler, null, limit, false, true);
    }

    /**
     * Delivers records to a handler of Rondo's own, without the handlers of users in between.
     *
     * @param limit the most records, from 1
     * @param member whether the wait set that this is in polls
     */
    public int pollRecords(RecordHandler handler, int limit, boolean member) {
        lifecycle.enterCall();
        try {
            requirePolledBy(member);
            return transport.poll(handler, limit);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    /**
     * Notes that this is in a wait set, until {@link #leaveWaitSet()}. From now on only the set may poll.
     *
     * @throws IllegalStateException if it is in one already, or another thread uses it
     * @throws RondoException if it has ended
     */
    public void joinWaitSet() {
        lifecycle.enterCall();
        try {
            if (inWaitSet) {
                throw new IllegalStateException(lifecycle.name()
                        + " is in a wait set already: remove it from that, or open another subscriber");
            }
            inWaitSet = true;
        } finally {
            lifecycle.leaveCall();
        }
    }

    /** Notes that this is in no wait set any more. For the thread of the set. */
    public void leaveWaitSet() {
        inWaitSet = false;
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

    /** Returns where this consumer of a topic began; null over a socket, and on a queue. */
    public TopicStart start() {
        return transport.start();
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
