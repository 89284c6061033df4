package io.rondo.client.service;

import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Responder;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.SubscriberEndpoint;
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
    private final ReentrantGuard guard;
    private final ResponsePaths paths;
    private final RequestTable table;
    private final RequestDispatcher dispatcher;
    private final RecordHandler lookAhead;
    private final Condition arrival = new Arrival();
    /** The thread that polled last. */
    private volatile Thread user;
    private volatile boolean closed;
    /** Written by the responder's thread only. */
    private volatile long dropped;

    /**
     * Creates an open responder.
     *
     * @param service the name
     * @param deliverExpired whether expired requests are delivered
     * @param threads the threads of the responders of this process
     * @param requests consumes the request queue
     * @param queues opens response queues
     */
    public ResponderEndpoint(String service, boolean deliverExpired, ResponderThreads threads,
            SubscriberEndpoint requests, ResponseQueues queues) {
        this.service = service;
        this.threads = threads;
        this.requests = requests;
        guard = new ReentrantGuard("responder", service);
        paths = new ResponsePaths(service, queues);
        table = new RequestTable(this);
        dispatcher = new RequestDispatcher(table, paths, deliverExpired);
        RequestDispatcher noting = dispatcher;
        lookAhead = (buffer, offset, length) -> {
            noting.onAhead(buffer, offset, length);
            return Action.CONTINUE;
        };
        threads.add(this);
    }

    @Override
    public int poll(RequestHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        RequesterEndpoint.requireLimit(limit);
        enterPoll();
        try {
            return deliver(handler, limit, false);
        } finally {
            leavePoll();
        }
    }

    private void enterPoll() {
        guard.enterOuter();
        Thread self = Thread.currentThread();
        if (user != self) {
            user = self;
        }
    }

    /** Whether this thread is in a call of this, as a handler is. */
    boolean isInCall() {
        return guard.isInside();
    }

    /** Whether a thread was the last to poll, and this is open. */
    boolean isUsedBy(Thread thread) {
        return user == thread && !requests.hasEnded();
    }

    private int deliver(RequestHandler handler, int limit, boolean member) {
        dispatcher.to(handler);
        int records = member
                ? requests.controlledPollAsMember(dispatcher, limit)
                : requests.controlledPoll(dispatcher, limit);
        long now = records == 0 && paths.size() > 0 ? System.nanoTime() : dispatcher.lastRequestAt();
        if (paths.isDue(now)) {
            maintain(now);
        }
        return dispatcher.delivered();
    }

    private void maintain(long now) {
        paths.maintain(now);
        table.removeLost(now, EXPIRED_NANOS);
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
                int delivered = deliver(handler, limit, false);
                if (delivered > 0 || System.nanoTime() - deadline >= 0) {
                    return delivered;
                }
                requests.awaitArrival(paths.wakeTime(deadline));
            }
        } finally {
            leavePoll();
        }
    }

    @Override
    public Request request(long id) {
        boolean entered = guard.enter();
        try {
            requests.requireOpen();
            return table.find(id);
        } finally {
            guard.leave(entered);
        }
    }

    /** A request has ended. */
    void ended(OpenRequest request) {
        table.ended(request);
    }

    /** Whether a request was cancelled, as far as the cancellation has reached the queue. */
    boolean isCancelled(long requester, long correlation) {
        if (!requests.hasEnded()) {
            requests.lookAhead(lookAhead);
        }
        return dispatcher.isCancelled(requester, correlation);
    }

    void countDropped() {
        dropped = dropped + 1;
    }

    /** A response was lost, of which the requester must learn soon. */
    void hurry() {
        paths.hurry();
    }

    @Override
    public int deferred() {
        return table.deferred();
    }

    @Override
    public int requesters() {
        return paths.size();
    }

    @Override
    public long expired() {
        return dispatcher.expired();
    }

    @Override
    public long dropped() {
        return dropped;
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
            return deliver(handler, limit, true);
        } finally {
            leavePoll();
        }
    }

    /** The arrival of a request, or the time to look after the ways to requesters. */
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

    /** Ends a call that has polled. */
    private void leavePoll() {
        guard.leave(true);
        if (closed) {
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
