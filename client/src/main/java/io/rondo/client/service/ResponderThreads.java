package io.rondo.client.service;

import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The thread of the responder of a service, if it is in this process. A call by that thread waits for itself.
 *
 * @param key identifies the service: its directory and name
 */
public record ResponderThreads(String key) {
    private static final ConcurrentHashMap<String, WeakReference<ResponderEndpoint>> RESPONDERS = new ConcurrentHashMap<>();

    void add(ResponderEndpoint responder) {
        RESPONDERS.put(key, new WeakReference<>(responder));
    }

    void remove(ResponderEndpoint responder) {
        RESPONDERS.computeIfPresent(key, (same, known) -> known.refersTo(responder) ? null : known);
    }

    /** Throws if this thread is in a handler of the service. */
    void requireOutsideHandlers() {
        ResponderEndpoint responder = RESPONDERS.isEmpty() ? null : responder();
        if (responder != null && responder.isInCall()) {
            throw deadlock(responder);
        }
    }

    /** Throws if this thread was the last to poll the responder of the service, after a call has timed out. */
    void requireOther() {
        ResponderEndpoint responder = responder();
        if (responder != null && responder.isUsedBy(Thread.currentThread())) {
            throw deadlock(responder);
        }
    }

    private ResponderEndpoint responder() {
        WeakReference<ResponderEndpoint> known = RESPONDERS.get(key);
        return known == null ? null : known.get();
    }

    private static IllegalStateException deadlock(ResponderEndpoint responder) {
        return new IllegalStateException("a call of service " + responder.service() + " by the thread of its"
                + " responder, which could not answer meanwhile: call from another thread, or send and poll");
    }
}
