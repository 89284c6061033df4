package io.rondo.client.service;

import io.rondo.client.endpoint.CallGuard;
import io.rondo.client.endpoint.Endpoint;

/**
 * Lets one thread at a time into the calls of a requester or responder. A handler, which runs inside a call, may make further
 * calls that do not poll. Never shut: the endpoints below refuse calls after close().
 */
final class ReentrantGuard {
    private final CallGuard guard;
    /** The thread inside an outer call; another thread never reads its own here. */
    private Thread inside;

    ReentrantGuard(String role, String service) {
        guard = new CallGuard(role, role + " of service " + service);
    }

    /** The requester or responder, for messages. */
    String name() {
        return guard.name();
    }

    /** Names the requester or responder in the messages of an endpoint below. */
    void describe(Endpoint below) {
        below.lifecycle().describeAs(guard);
    }

    /**
     * Begins a call that a handler may make.
     *
     * @return whether it is the outer call, for {@link #leave}
     * @throws IllegalStateException if another thread is inside
     */
    boolean enter() {
        Thread self = Thread.currentThread();
        if (inside == self) {
            return false;
        }
        guard.enter();
        inside = self;
        return true;
    }

    /**
     * Begins a call that a handler may not make.
     *
     * @throws IllegalStateException if another thread is inside, or this one
     */
    void enterOuter() {
        if (!enter()) {
            throw new IllegalStateException(
                    guard.name() + " was called by a handler of its own: return from that first");
        }
    }

    /** Whether this thread is inside. */
    boolean isInside() {
        return inside == Thread.currentThread();
    }

    /** Begins an outer call, if no thread is inside. */
    boolean tryEnter() {
        try {
            return enter();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Ends a call; takes the result of {@link #enter()}, or true after {@link #enterOuter()}. */
    void leave(boolean outer) {
        if (outer) {
            inside = null;
            guard.leave();
        }
    }
}
