package io.rondo.client.service;

import io.rondo.client.ClosedException;
import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Responder;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.service.response.ResponsePaths;
import io.rondo.client.service.response.ResponseQueues;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import java.time.Duration;
import java.util.Objects;

/** The responder of every transport: the consumer of the request queue and a publisher of each requester's response queue. */
public final class ResponderEndpoint implements Responder {
    /** How long an expired request can still be found, for a handler that checks the deadline itself. */
    private static final long EXPIRED_NANOS = 1_000_000_000L;

    private final String service;
    private final ResponderThreads threads;
    private final SubscriberEndpoint requests;
    private final RequestLeases leases;
    private final ReentrantGuard guard;
    private final ResponsePaths paths;
    private final RequestTable table;
    private final RequestDispatcher dispatcher;
    private final RecordHandler lookAhead;
    private final Condition arrival = new Arrival();
    private final IdleClock idle = new IdleClock();
    /** The thread that polled last. */
    private volatile Thread user;
    private volatile boolean closed;

    /**
     * Creates an open responder.
     *
     * @param service the name
     * @param deliverExpired whether expired requests are delivered
     * @param threads the threads of the responders of this process
     * @param requests consumes the request queue
     * @param leases the requests that this holds
     * @param queues opens response queues
     */
    public ResponderEndpoint(String service, boolean deliverExpired, ResponderThreads threads,
            SubscriberEndpoint requests, RequestLeases leases, ResponseQueues queues) {
        this.service = service;
        this.threads = threads;
        this.requests = requests;
        this.leases = leases;
        guard = new ReentrantGuard("responder", service);
        guard.describe(requests);
        paths = new ResponsePaths(service, queues, leases::release);
        table = new RequestTable(this);
        dispatcher = new RequestDispatcher(table, paths, leases, deliverExpired);
        RequestDispatcher noting = dispatcher;
        lookAhead = (buffer, offset, length) -> {
            noting.onAhead(buffer, offset, length);
            return Action.CONTINUE;
        };
    }

    @Override
    public int poll(RequestHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        RequesterEndpoint.requireLimit(limit);
        enterPoll();
        try {
            deliver(handler, limit, false);
            maintain();
            return dispatcher.delivered();
        } finally {
            leave(true);
        }
    }

    private void enterPoll() {
        try {
            guard.enterOuter();
        } catch (IllegalStateException e) {
            throw refusal(e);
        }
        Thread self = Thread.currentThread();
        if (user != self) {
            user = self;
        }
    }

    /** Returns the exception of a call beside another one, or throws that of a call after the end: closing is a call, too. */
    private IllegalStateException refusal(IllegalStateException inUse) {
        requests.requireOpen();
        return inUse;
    }

    /** Whether this thread is in a call of this, as a handler is. */
    boolean isInCall() {
        return guard.isInside();
    }

    /** Whether a thread was the last to poll, and this is open. */
    boolean isUsedBy(Thread thread) {
        return user == thread && !requests.hasEnded();
    }

    private void deliver(RequestHandler handler, int limit, boolean member) {
        requests.pollRecords(dispatcher.to(handler), limit, member);
    }

    /** Does what is due after a poll. */
    private void maintain() {
        if (dispatcher.hasRequest()) {
            maintain(dispatcher.lastRequestAt());
        } else if (paths.size() > 0 && idle.isDue()) {
            maintain(idle.now());
        }
    }

    private void maintain(long now) {
        if (paths.isDue(now)) {
            paths.maintain(now);
            table.removeLost(now, EXPIRED_NANOS);
        }
    }

    @Override
    public int receive(RequestHandler handler, int limit, Duration timeout) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(timeout, "timeout");
        RequesterEndpoint.requireLimit(limit);
        enterPoll();
        try {
            long deadline = Deadline.after(timeout);
            while (true) {
                deliver(handler, limit, false);
                long now = dispatcher.hasRequest() ? dispatcher.lastRequestAt() : System.nanoTime();
                maintain(now);
                if (dispatcher.delivered() > 0 || now - deadline >= 0) {
                    return dispatcher.delivered();
                }
                requests.awaitArrival(paths.wakeTime(deadline));
            }
        } finally {
            leave(true);
        }
    }

    @Override
    public Request request(long id) {
        boolean outer = enterCall();
        try {
            requests.requireOpen();
            return table.find(id);
        } finally {
            leave(outer);
        }
    }

    /** Begins a call, perhaps by a handler; returns whether it is the outer one. It is to be ended by {@link #leave}. */
    boolean enterCall() {
        boolean outer;
        try {
            outer = guard.enter();
        } catch (IllegalStateException e) {
            throw refusal(e);
        }
        if (outer && requests.hasEnded()) {
            requireOpenToEnter();
        }
        return outer;
    }

    private void requireOpenToEnter() {
        try {
            requireNotClosed();
        } catch (ClosedException e) {
            leave(true);
            throw e;
        }
    }

    /** Throws {@link ClosedException} after the end, except in a handler, which may answer while this is being closed. */
    void requireAnswerable() {
        if (!guard.isInside()) {
            requireNotClosed();
        }
    }

    private void requireNotClosed() {
        if (closed) {
            // Here, because a removal of the service before is preferred below.
            throw new ClosedException(guard.name() + " is closed");
        }
        try {
            requests.requireOpen();
        } catch (ClosedException e) {
            throw e;
        } catch (RondoException e) {
            // The request queue has ended by itself: responses can still be sent.
        }
    }

    /** A request has ended. */
    void ended(OpenRequest request) {
        table.ended(request);
        // After the last response: a responder that dies in between leaves a request that is answered twice, never none.
        if (request.isAnswerKept()) {
            leases.keepAnswered(request.lease());
        } else {
            leases.release(request.lease());
        }
    }

    /** Whether a request was cancelled, as far as the cancellation has reached the queue. */
    boolean isCancelled(long requester, long correlation) {
        if (!requests.hasEnded()) {
            requests.lookAhead(lookAhead);
        }
        return dispatcher.isCancelled(requester, correlation);
    }

    /** Detects calls by the thread of this responder. For a service with one responder: another one could answer the call. */
    public void detectOwnCalls() {
        threads.add(this);
    }

    @Override
    public int deferred() {
        requireNotClosed();
        return table.deferred();
    }

    @Override
    public int requesters() {
        requireNotClosed();
        return paths.size();
    }

    @Override
    public long expired() {
        return dispatcher.expired();
    }

    @Override
    public long dropped() {
        return paths.dropped();
    }

    @Override
    public long tooLong() {
        return paths.tooLong();
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public Transport transport() {
        return requests.transport();
    }

    /** The consumer of the request queue, which a wait set waits for. */
    public SubscriberEndpoint requests() {
        return requests;
    }

    /** Holds when the next poll may deliver a request, or has other work. For the thread that polls. */
    public Condition arrival() {
        return arrival;
    }

    /** As {@link #poll}, for the wait set that this is in. */
    public int pollAsMember(RequestHandler handler, int limit) {
        enterPoll();
        try {
            deliver(handler, limit, true);
            maintain();
            return dispatcher.delivered();
        } finally {
            leave(true);
        }
    }

    /** The arrival of a request, or the time to look after the response paths. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            return requests.arrival().holds() || paths.isDue(System.nanoTime());
        }

        @Override
        public void beforeSleep() {
            requests.arrival().beforeSleep();
        }

        @Override
        public long maxSleepNanos() {
            long now = System.nanoTime();
            return Math.max(1, Math.min(requests.arrival().maxSleepNanos(),
                    paths.wakeTime(now + MAX_SLEEP_NANOS) - now));
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.remove(this);
        requests.close();
        closePaths();
    }

    /** Ends a call; takes whether it is the outer one. */
    void leave(boolean outer) {
        guard.leave(outer);
        if (outer && closed) {
            closePaths();
        }
    }

    /** While a call is in progress, it does this when it ends: it looks whether this is closed after it has left. */
    private void closePaths() {
        if (guard.tryEnter()) {
            try {
                paths.close();
            } finally {
                guard.leave(true);
            }
        }
    }
}
