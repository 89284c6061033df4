package io.rondo.client.service;

import io.rondo.client.RequestHandler;
import io.rondo.client.service.response.ResponsePath;
import io.rondo.client.service.response.ResponsePaths;
import io.rondo.core.os.CoarseClock;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import org.agrona.DirectBuffer;

/** Passes the records of a request queue on to the handler of the present poll. Confined to the responder's thread. */
final class RequestDispatcher implements RecordHandler {
    /** The number of each request in {@link #ahead}. */
    private static final int CANCELLED = 0;
    /** Of those that other responders take, nothing tells when they are not needed any more. */
    private static final int MOST_AHEAD = 1024;

    /** Within this time of its deadline, a request is compared with the precise clock. */
    private static final long CLOSE_NANOS = 10 * CoarseClock.TICK_NANOS;

    private final RequestTable table;
    private final ResponsePaths paths;
    private final RequestLeases leases;
    private final boolean deliverExpired;
    private final RequestHeader header = new RequestHeader();
    private final RequestHeader aheadHeader = new RequestHeader();
    /** Cancellations that were seen ahead in the request queue and not polled yet. */
    private final RequestIndex ahead = new RequestIndex();
    private final CoarseClock clock = new CoarseClock();
    private RequestHandler handler;
    /** The request in the handler; null if there is none. */
    private OpenRequest handled;
    private int delivered;
    private Throwable failure;
    private boolean hasRequest;
    private long lastRequestAt;
    /** Written by the responder's thread only. */
    private volatile long expired;

    RequestDispatcher(RequestTable table, ResponsePaths paths, RequestLeases leases, boolean deliverExpired) {
        this.table = table;
        this.paths = paths;
        this.leases = leases;
        this.deliverExpired = deliverExpired;
    }

    /** Begins a poll. */
    RequestDispatcher to(RequestHandler its) {
        handler = its;
        delivered = 0;
        hasRequest = false;
        failure = null;
        return this;
    }

    /** Ends a poll; returns the number of requests delivered, or throws the exception of the handler. */
    int delivered() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return delivered;
    }

    /** Whether the present poll has found a request, perhaps one that is not delivered. */
    boolean hasRequest() {
        return hasRequest;
    }

    /** The time at which the last request was polled, perhaps a tick earlier; valid if there was one. */
    long lastRequestAt() {
        return lastRequestAt;
    }

    long expired() {
        return expired;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        if (!header.read(buffer, offset, length)) {
            return Action.CONTINUE;
        }
        if (header.isCancel()) {
            if (!ahead.isEmpty()) {
                ahead.remove(header.requester(), header.correlation(), CANCELLED);
            }
            table.cancel(header.requester(), header.correlation());
        } else if (header.isRequest()) {
            onRequest(buffer, offset + RequestHeader.LENGTH, length - RequestHeader.LENGTH);
        }
        return failure == null ? Action.CONTINUE : Action.BREAK;
    }

    private void onRequest(DirectBuffer buffer, int offset, int length) {
        long now = clock.nanos();
        long left = HostClock.nanosLeft(header.deadline(), now);
        if (left < CLOSE_NANOS) {
            now = System.nanoTime();
            left = HostClock.nanosLeft(header.deadline(), now);
        }
        lastRequestAt = now;
        hasRequest = true;
        if (left <= 0 && !deliverExpired) {
            expired = expired + 1;
            return;
        }
        ResponsePath path = paths.of(header.requester());
        if (path == null || isCancelled(header.requester(), header.correlation())) {
            return;
        }
        OpenRequest request = table.take();
        request.begin(path, header.correlation(), now + left, buffer, offset, length);
        request.hold(leases);
        if (leases.isDead()) {
            request.fail();
            table.handled(request);
            return;
        }
        handled = request;
        try {
            handler.onRequest(request);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            handled = null;
        }
        delivered++;
        // Throws nothing: otherwise the record would be delivered again.
        if (request.isOpen() && (failure != null || !request.isDeferred())) {
            request.refuseUnanswered(failure);
        }
        table.handled(request);
    }

    /** Notes a record that waits in the queue, if it is a cancellation. */
    void onAhead(DirectBuffer buffer, int offset, int length) {
        if (aheadHeader.read(buffer, offset, length) && aheadHeader.isCancel()) {
            if (ahead.size() == MOST_AHEAD) {
                ahead.clear();
            }
            ahead.put(aheadHeader.requester(), aheadHeader.correlation(), CANCELLED);
            // Another responder may take the cancellation.
            table.cancel(aheadHeader.requester(), aheadHeader.correlation());
            if (handled != null && handled.requester() == aheadHeader.requester()
                    && handled.correlation() == aheadHeader.correlation()) {
                handled.cancel();
            }
        }
    }

    boolean isCancelled(long requester, long correlation) {
        return ahead.get(requester, correlation) == CANCELLED;
    }
}
