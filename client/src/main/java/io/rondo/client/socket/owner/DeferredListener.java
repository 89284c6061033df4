package io.rondo.client.socket.owner;

import io.rondo.client.RondoException;
import io.rondo.client.shm.MessagePump;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.core.os.UnixSocket;
import io.rondo.core.wait.Condition;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The socket of an owner with a segment, and its listener from the first connection on. Until then the process loads no
 * class of Netty, which would take as long as all else that an owner does to start. As a pump it lets the consumer of an
 * owned queue receive from connected publishers in place of the event loop. Thread-safe.
 */
public final class DeferredListener implements MessagePump {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final String channel;
    private final SocketFile file;
    private final Function<FirstPeer, Listener> starter;
    private final UnixSocket socket;
    private volatile Listener listener;
    /** A connection that has sent nothing yet: perhaps a process looks whether an owner listens. Null if there is none. */
    private volatile UnixSocket connection;
    private volatile boolean started;
    /** Guarded by this. */
    private boolean closed;

    private DeferredListener(String channel, SocketFile file, Function<FirstPeer, Listener> starter,
            UnixSocket socket) {
        this.channel = channel;
        this.file = file;
        this.starter = starter;
        this.socket = socket;
    }

    /**
     * Binds the socket.
     *
     * @param channel the name
     * @param file the socket's file
     * @param options limits and access
     * @param starter starts the listener on the socket, which it takes over or closes
     * @throws RondoException if the socket cannot be bound
     */
    public static DeferredListener open(String channel, SocketFile file, ListenerOptions options,
            Function<FirstPeer, Listener> starter) {
        AtomicReference<UnixSocket> bound = new AtomicReference<>();
        try {
            file.bind(at -> bound.set(UnixSocket.listen(at, Acceptor.BACKLOG)), options.mode(),
                    options.precondition());
        } catch (RuntimeException | Error e) {
            if (bound.get() != null) {
                bound.get().close();
            }
            throw e;
        }
        DeferredListener deferred = new DeferredListener(channel, file, starter, bound.get());
        try {
            FirstConnections.await(deferred);
        } catch (RuntimeException | Error e) {
            deferred.close(0);
            throw e;
        }
        return deferred;
    }

    /** Has a listener from the beginning. */
    public static DeferredListener started(String channel, SocketFile file, Listener listener) {
        DeferredListener deferred = new DeferredListener(channel, file, peer -> listener, null);
        deferred.listener = listener;
        deferred.started = true;
        return deferred;
    }

    /** Readable when a peer connects; negative if there will be none. */
    int descriptor() {
        return socket.descriptor();
    }

    /** Readable when the connected peer sends something or ends; negative without one. */
    int connection() {
        UnixSocket connected = connection;
        return connected == null ? -1 : connected.descriptor();
    }

    /**
     * One of the descriptors is readable: starts the listener if a peer has sent something, or two have connected.
     *
     * @return false if that has failed, for lack of memory or descriptors
     */
    synchronized boolean advance() {
        if (closed || started) {
            return true;
        }
        if (connection == null) {
            connection = socket.accept();
            return connection != null;
        }
        if (connection.isAtEnd()) {
            connection.close();
            connection = null;
            return true;
        }
        return start();
    }

    private boolean start() {
        try {
            listener = starter.apply(new FirstPeer(socket, connection));
            started = true;
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "channel {0}: peers without shared memory cannot connect now: {1}", channel,
                    e.getMessage());
            return false;
        }
    }

    /** Whether it waits for no peer any more. */
    boolean isDone() {
        return started;
    }

    @Override
    public boolean pump() {
        Listener current = listener;
        return current != null && current.receiveInline();
    }

    @Override
    public boolean isIdle() {
        Listener current = listener;
        return current == null || !current.receivesInline();
    }

    @Override
    public boolean waitBriefly(Condition arrival, long maxNanos) {
        Listener current = listener;
        return current != null && current.waitBriefly(arrival, maxNanos);
    }

    @Override
    public void beforeSleep() {
        Listener current = listener;
        if (current != null) {
            current.beforeSleep();
        }
    }

    /** As {@link Listener#close}. Called once. */
    public void close(long lingerNanos) {
        FirstConnections.forget(this);
        synchronized (this) {
            closed = true;
        }
        if (listener != null) {
            listener.close(lingerNanos);
        } else {
            file.remove(new FirstPeer(socket, connection)::close);
        }
    }
}
