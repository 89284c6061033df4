package io.rondo.client.connect;

import io.rondo.client.RondoException;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.endpoint.Lifecycle;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Set;

/**
 * A weak reference to an open publisher or subscriber. If it becomes unreachable without close(), its transport is
 * closed and a warning is logged. Thread-safe.
 *
 * <p>The last call of an endpoint may still be in progress when the endpoint has become unreachable. {@link
 * Lifecycle#closeDropped()} then leaves the detaching to that call, so calls need no {@code reachabilityFence}.
 */
final class OpenEndpoint {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    private static final Cleaner CLEANER = Cleaner.create(Thread.ofPlatform().daemon().name("rondo-cleaner").factory());

    private final Set<OpenEndpoint> open;
    private final WeakReference<Endpoint> endpoint;
    private final Lifecycle lifecycle;
    private final Cleaner.Cleanable cleanable;

    /**
     * Adds a publisher or subscriber to the set until it is closed.
     *
     * @param open contains this while the endpoint is open
     */
    OpenEndpoint(Set<OpenEndpoint> open, Endpoint endpoint) {
        this.open = open;
        this.endpoint = new WeakReference<>(endpoint);
        lifecycle = endpoint.lifecycle();
        cleanable = CLEANER.register(endpoint, this::startClosing);
        open.add(this);
        lifecycle.onDetached(this::remove);
    }

    /** The endpoint was closed, so the cleaner need not run. */
    private void remove() {
        if (open.remove(this)) {
            cleanable.clean();
        }
    }

    /** The part of closing that runs in the thread that closes the Rondo. */
    void beforeClose() {
        Endpoint reachable = endpoint.get();
        if (reachable != null) {
            reachable.beforeClose();
        }
    }

    /** Closes the publisher or subscriber, even if it is unreachable. */
    void close() {
        Endpoint reachable = endpoint.get();
        if (reachable == null) {
            closeDropped();
        } else {
            reachable.close();
        }
    }

    /** Does nothing if the endpoint was closed. */
    private void startClosing() {
        if (open.contains(this)) {
            // Closing may linger, and all endpoints share the cleaner's thread.
            Thread.ofPlatform().daemon().name("rondo-close-dropped").start(this::closeDropped);
        }
    }

    /** Returns when the transport is closed, by this or by another thread. */
    private void closeDropped() {
        try {
            if (lifecycle.closeDropped()) {
                warn("");
            }
        } catch (RondoException e) {
            warn(": " + e.getMessage());
        }
    }

    private void warn(String result) {
        LOG.log(Level.WARNING,
                "{0} became unreachable without close() and was closed: call close() after its last use{1}",
                lifecycle.name(), result);
    }
}
