package io.rondo.client.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The requests that a responder has taken and that have not ended, in objects that are reused. Confined to its thread. */
final class RequestTable {
    private final ResponderEndpoint responder;
    private final List<OpenRequest> all = new ArrayList<>();
    private int[] free = new int[16];
    private int freeCount;
    /** The deferred requests. */
    private final RequestIndex index = new RequestIndex();
    /** Written by the responder's thread only. */
    private volatile int deferred;

    RequestTable(ResponderEndpoint responder) {
        this.responder = responder;
    }

    /** Takes an unused request. */
    OpenRequest take() {
        if (freeCount == 0) {
            OpenRequest created = new OpenRequest(responder, all.size());
            all.add(created);
            return created;
        }
        return all.get(free[--freeCount]);
    }

    /** The handler of a request has returned. */
    void handled(OpenRequest request) {
        if (request.leaveHandler()) {
            deferred = deferred + 1;
            index.put(request.requester(), request.correlation(), request.index());
        } else {
            release(request);
        }
    }

    /** A request has ended. */
    void ended(OpenRequest request) {
        if (!request.isInHandler()) {
            deferred = deferred - 1;
            index.remove(request.requester(), request.correlation(), request.index());
            release(request);
        }
    }

    private void release(OpenRequest ended) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = ended.index();
    }

    /** Returns a deferred request; null if it has ended. */
    OpenRequest find(long id) {
        int index = OpenRequest.indexOf(id);
        OpenRequest found = index >= 0 && index < all.size() ? all.get(index) : null;
        return found != null && found.hasId(id) ? found : null;
    }

    /** The number of deferred requests. Any thread. */
    int deferred() {
        return deferred;
    }

    /** Marks a deferred request as cancelled, if it is here. */
    void cancel(long requester, long correlation) {
        int found = index.get(requester, correlation);
        if (found >= 0) {
            all.get(found).cancel();
        }
    }

    /** Ends deferred requests that can have no response any more. */
    void removeLost(long now, long graceNanos) {
        if (deferred > 0) {
            for (OpenRequest request : all) {
                if (request.isOpen() && !request.isInHandler() && request.isLost(now, graceNanos)) {
                    request.abandon();
                }
            }
        }
    }
}
