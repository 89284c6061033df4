package io.rondo.client.socket.session.work;

import io.rondo.codecs.control.Outcome;
import java.util.ArrayDeque;

/**
 * The settlements of a responder, which waits for none of them. While the owner has not answered as many as may be under way,
 * further ones wait here; they are at most as many as the responder has held. Confined to the responder's thread.
 */
final class DeferredSettlements {
    private final ArrayDeque<Settlement> waiting = new ArrayDeque<>();

    private record Settlement(WorkLink link, long lease, Outcome outcome, long delayNanos) {
        /** Returns false if it must wait. The leases of a closed connection have ended. */
        boolean send() {
            return link.isClosed() || link.settle(lease, outcome, delayNanos, false) != 0;
        }
    }

    /** Ends a lease, at once if the owner has answered enough. */
    void add(WorkLink link, long lease, Outcome outcome, long delayNanos) {
        send();
        if (waiting.isEmpty() && (link.isClosed() || link.settle(lease, outcome, delayNanos, false) != 0)) {
            return;
        }
        waiting.add(new Settlement(link, lease, outcome, delayNanos));
    }

    /** Whether none waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Sends what can be sent. */
    void send() {
        while (!waiting.isEmpty() && waiting.peek().send()) {
            waiting.remove();
        }
    }
}
