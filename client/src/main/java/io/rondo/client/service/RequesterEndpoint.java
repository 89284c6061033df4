package io.rondo.client.service;

import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Outcome;
import io.rondo.client.Publisher;
import io.rondo.client.Requester;
import io.rondo.client.Response;
import io.rondo.client.ResponseHandler;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.MessageHeader;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.codecs.service.RequestKind;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import java.time.Duration;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** The requester of every transport: a publisher of the request queue and the consumer of a response queue. */
public final class RequesterEndpoint implements Requester {
    private static final DirectBuffer NOTHING = new SegmentBuffer();

    private final String service;
    private final long id;
    private final long deadlineNanos;
    private final ResponderThreads responderThreads;
    private final PublisherEndpoint requests;
    private final SubscriberEndpoint responses;
    private final ReentrantGuard guard;
    private final RequestHeader cancel = new RequestHeader();
    private final NewRequest next;
    private final RequestClaim claim = new RequestClaim();
    private final CallResult result = new CallResult();
    private final ResponseDispatcher dispatcher;
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final EndedRequests ended;
    private final IdleClock idle = new IdleClock();
    private final Runnable removal;

    /**
     * Creates an open requester.
     *
     * @param service the name
     * @param id the random id in the name of the response queue
     * @param deadlineNanos deadline of a request that is sent without another one
     * @param responderThreads the threads of the responders of this process
     * @param requests publishes into the request queue
     * @param responses consumes the response queue
     * @param removal removes the response queue, which may have participants that cannot
     */
    public RequesterEndpoint(String service, long id, long deadlineNanos, ResponderThreads responderThreads,
            PublisherEndpoint requests, SubscriberEndpoint responses, Runnable removal) {
        this.service = service;
        this.id = id;
        this.deadlineNanos = deadlineNanos;
        this.responderThreads = responderThreads;
        this.requests = requests;
        this.responses = responses;
        this.removal = removal;
        next = new NewRequest(id);
        guard = new ReentrantGuard("requester", service);
        guard.describe(requests);
        guard.describe(responses);
        dispatcher = new ResponseDispatcher(inFlight);
        ended = new EndedRequests(inFlight, requests, responses);
    }

    @Override
    public long trySend(DirectBuffer buffer, int offset, int length) {
        return send(buffer, offset, length, deadlineNanos, false);
    }

    @Override
    public long send(DirectBuffer buffer, int offset, int length) {
        return send(buffer, offset, length, deadlineNanos, true);
    }

    @Override
    public long send(DirectBuffer buffer, int offset, int length, Duration deadline) {
        return send(buffer, offset, length, ServiceSettings.requireDeadline(deadline), true);
    }

    private long send(DirectBuffer buffer, int offset, int length, long nanos, boolean waits) {
        requireLength(length);
        boolean entered = guard.enter();
        try {
            next.within(nanos);
            long sent = tryPublish(next, buffer, offset, length);
            if (sent < 0 && waits) {
                sent = awaitSpace(buffer, offset, length, next.before(System.nanoTime() + nanos));
            }
            return sent < 0 ? notSent() : sent();
        } finally {
            guard.leave(entered);
        }
    }

    /** Repeats an attempt that reports the loss of earlier requests, which shows in their outcomes. */
    private long tryPublish(MessageHeader prefix, DirectBuffer buffer, int offset, int length) {
        try {
            return requests.tryPublish(prefix, buffer, offset, length);
        } catch (DeliveryUnknownException e) {
            return requests.tryPublish(prefix, buffer, offset, length);
        }
    }

    private long awaitSpace(DirectBuffer buffer, int offset, int length, long deadline) {
        while (true) {
            try {
                return requests.publish(next, buffer, offset, length,
                        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (DeliveryUnknownException e) {
                // As in tryPublish().
            }
        }
    }

    private long notSent() {
        return requests.hasConsumer() ? Publisher.BACK_PRESSURED : Publisher.NOT_CONNECTED;
    }

    /** Notes the request that was sent. */
    private long sent() {
        long correlation = next.sent();
        inFlight.add(correlation, next.deadline(), requests.requestMark());
        return correlation;
    }

    /** A claim of a request. */
    private final class RequestClaim extends OffsetClaim {
        RequestClaim() {
            super(RequestHeader.LENGTH, () -> requests.requireOpen());
        }

        @Override
        long committed(int length) {
            boolean entered = guard.enter();
            try {
                Claim space = end();
                next.within(deadlineNanos);
                next.write(space.buffer(), space.offset());
                space.commit(RequestHeader.LENGTH + length);
                return sent();
            } finally {
                guard.leave(entered);
            }
        }
    }

    @Override
    public Claim tryClaim(int length) {
        requireLength(length);
        boolean entered = guard.enter();
        try {
            Claim space = tryClaimSpace(RequestHeader.LENGTH + length);
            return space == null ? null : claim.over(space);
        } finally {
            guard.leave(entered);
        }
    }

    /** Repeats an attempt as {@link #tryPublish} does. */
    private Claim tryClaimSpace(int length) {
        try {
            return requests.tryClaim(length);
        } catch (DeliveryUnknownException e) {
            return requests.tryClaim(length);
        }
    }

    private void requireLength(int length) {
        int longest = maxMessageLength();
        if (length < 0 || length > longest) {
            throw PublisherEndpoint.tooLong(service, length, longest);
        }
    }

    @Override
    public int poll(ResponseHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        requireLimit(limit);
        guard.enterOuter();
        try {
            return deliver(handler, limit, false);
        } finally {
            guard.leave(true);
        }
    }

    static void requireLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
    }

    private int deliver(ResponseHandler handler, int limit, boolean member) {
        int delivered = deliverResponses(handler, limit, member);
        return delivered == 0 && unfinished() > 0 && idle.isDue()
                ? ended.deliver(handler, limit, dispatcher.foundNothing(), idle.now())
                : delivered;
    }

    private int deliverResponses(ResponseHandler handler, int limit, boolean member) {
        // First from time to time, so that a stream of responses does not keep outcomes back.
        int delivered = ended.isDue() ? ended.deliver(handler, limit, false, System.nanoTime()) : 0;
        return delivered < limit
                ? delivered + dispatcher.poll(responses, handler, limit - delivered, member)
                : delivered;
    }

    @Override
    public int receive(ResponseHandler handler, int limit, Duration timeout) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(timeout, "timeout");
        requireLimit(limit);
        guard.enterOuter();
        try {
            return receive(handler, limit, Deadline.after(timeout));
        } finally {
            guard.leave(true);
        }
    }

    private int receive(ResponseHandler handler, int limit, long deadline) {
        while (true) {
            int delivered = deliverResponses(handler, limit, false);
            if (delivered > 0) {
                return delivered;
            }
            long now = System.nanoTime();
            delivered = ended.deliver(handler, limit, dispatcher.foundNothing(), now);
            if (delivered > 0 || now - deadline >= 0) {
                return delivered;
            }
            responses.awaitArrival(ended.wakeTime(now, deadline));
        }
    }

    @Override
    public boolean cancel(long correlation) {
        boolean entered = guard.enter();
        try {
            requests.requireOpen();
            if (!inFlight.contains(correlation) || dispatcher.isEnding(correlation)) {
                return false;
            }
            ended.add(correlation, Outcome.CANCELLED);
            sendCancel(correlation);
            return true;
        } finally {
            guard.leave(entered);
        }
    }

    private void sendCancel(long correlation) {
        if (!claim.isOpen()) {
            tryPublish(cancel.set(RequestKind.CANCEL, correlation, id, HostClock.millis(System.nanoTime())), NOTHING, 0,
                    0);
        }
    }

    @Override
    public Response call(DirectBuffer buffer, int offset, int length) {
        return call(buffer, offset, length, deadlineNanos);
    }

    @Override
    public Response call(DirectBuffer buffer, int offset, int length, Duration deadline) {
        return call(buffer, offset, length, ServiceSettings.requireDeadline(deadline));
    }

    private Response call(DirectBuffer buffer, int offset, int length, long nanos) {
        guard.enterOuter();
        try {
            responderThreads.requireOutsideHandlers();
            if (unfinished() > 0) {
                throw new IllegalStateException("requester of service " + service + " has " + unfinished()
                        + " requests in flight, and a call cannot deliver their responses: poll them first, or use another"
                        + " requester for calls");
            }
            long correlation = send(buffer, offset, length, nanos, true);
            if (correlation < 0) {
                responderThreads.requireOther();
                return result.notSent(correlation == Publisher.NOT_CONNECTED ? Outcome.NO_RESPONDER : Outcome.TIMEOUT);
            }
            return result(correlation);
        } finally {
            guard.leave(true);
        }
    }

    private Response result(long correlation) {
        result.begin();
        boolean completed = false;
        try {
            long never = Deadline.never();
            while (!result.hasEnded()) {
                receive(result, 1, never);
            }
            completed = !result.hasExceeded();
            Outcome outcome = result.response().outcome();
            // Over a socket, the responder of this thread may not even be connected.
            if (outcome == Outcome.TIMEOUT || outcome == Outcome.NO_RESPONDER) {
                responderThreads.requireOther();
            }
            return result.response();
        } finally {
            if (!completed && inFlight.remove(correlation) && !responses.hasEnded() && !requests.hasEnded()) {
                sendCancel(correlation);
            }
        }
    }

    @Override
    public int inFlight() {
        requests.requireOpen();
        return unfinished();
    }

    private int unfinished() {
        return inFlight.size() + ended.size();
    }

    @Override
    public long late() {
        return dispatcher.late();
    }

    @Override
    public int responders() {
        return requests.consumers();
    }

    @Override
    public int maxMessageLength() {
        return requests.maxMessageLength() - RequestHeader.LENGTH;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public Transport transport() {
        return requests.transport();
    }

    /** The consumer of the response queue, which a wait set waits for. */
    public SubscriberEndpoint responses() {
        return responses;
    }

    /** Holds when the next poll may deliver a response or an outcome. For the thread that polls. */
    public Condition arrival() {
        return ended.arrival();
    }

    /** As {@link #poll}, for the wait set that this is in. */
    public int pollAsMember(ResponseHandler handler, int limit) {
        guard.enterOuter();
        try {
            return deliver(handler, limit, true);
        } finally {
            guard.leave(true);
        }
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (DeliveryUnknownException e) {
            // Requests in flight have no outcome.
        } finally {
            responses.close();
            removal.run();
        }
    }
}
