package io.rondo.client.connect;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.guard.Resources;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An open publisher or subscriber that only its user keeps reachable. When it becomes unreachable without having been
 * closed, what it holds is closed, and a warning is logged. Thread-safe.
 *
 * <p>A call that is in progress keeps its publisher or subscriber reachable: each call ends with a look whether that
 * was closed meanwhile, after which it may detach. So nothing is closed under a running call, and no {@code
 * reachabilityFence} is needed.
 */
final class OpenEndpoint implements Consumer<AutoCloseable> {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    private static final Cleaner CLEANER = Cleaner.create(Thread.ofPlatform().daemon().name("rondo-cleaner").factory());

    private final Set<OpenEndpoint> open;
    private volatile WeakReference<AutoCloseable> endpoint = new WeakReference<>(null);
    private String name;
    private Resources resources;
    private Cleaner.Cleanable cleanable;

    /**
     * Prepares for an endpoint that is about to be made.
     *
     * @param open where to be as long as that is open
     */
    OpenEndpoint(Set<OpenEndpoint> open) {
        this.open = open;
    }

    /** Begins to watch a publisher or subscriber; called once. */
    void watch(AutoCloseable made) {
        name = switch (made) {
            case Publisher publisher -> "publisher of channel " + publisher.channel();
            case Subscriber subscriber -> "subscriber of channel " + subscriber.channel();
            default -> throw new IllegalStateException(made.toString());
        };
        resources = ((Resources.Holder) made).resources();
        cleanable = CLEANER.register(made, this::startClosing);
        endpoint = new WeakReference<>(made);
        // Last: from here on Rondo.close() may come. If this was closed before, there is nothing to do when it is
        // unreachable.
        open.add(this);
    }

    /** The publisher or subscriber was closed. Ignores others, which were made and given up before. */
    @Override
    public void accept(AutoCloseable closed) {
        if (endpoint.refersTo(closed) && open.remove(this)) {
            // Forgets the endpoint: the action finds nothing to do.
            cleanable.clean();
        }
    }

    /** Closes the publisher or subscriber, also if it is unreachable. */
    void close() {
        AutoCloseable reachable = endpoint.get();
        switch (reachable) {
            case Publisher publisher -> publisher.close();
            case Subscriber subscriber -> subscriber.close();
            case null, default -> closeDropped();
        }
    }

    /** Starts no thread for a publisher or subscriber that was closed. */
    private void startClosing() {
        if (open.contains(this)) {
            // Closing may wait as long as the endpoint lingers, and all endpoints share the cleaner's thread.
            Thread.ofPlatform().daemon().name("rondo-close-dropped").start(this::closeDropped);
        }
    }

    /** Open until its resources are closed: {@link ChannelRondo#close()} comes here too, and waits for that. */
    private synchronized void closeDropped() {
        if (!open.contains(this)) {
            return;
        }
        try {
            if (resources.close()) {
                warn("");
            }
        } catch (RuntimeException e) {
            warn(": " + e.getMessage());
        } finally {
            open.remove(this);
        }
    }

    private void warn(String result) {
        LOG.log(Level.WARNING,
                "{0} became unreachable without close() and was closed, call close() when it is not used any more{1}",
                name, result);
    }
}
