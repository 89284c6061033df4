package io.rondo.client.socket.deferred;

import io.rondo.client.RondoException;
import io.rondo.client.shm.MessagePump;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.ListenerOptions;
import io.rondo.client.socket.owner.TakenSockets;
import io.rondo.core.os.DescriptorPoll;
import io.rondo.core.os.UnixSocket;
import io.rondo.core.wait.Condition;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The socket of an owner with a segment, and its listener from the first connection on. Until then the process loads no
 * class of Netty, which would take as long as all else that an owner does to start. As a pump it lets the consumer of an
 * owned queue receive from connected publishers in place of the event loop. Thread-safe.
 */
public final class DeferredListener implements MessagePump {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    /** More are a reason to start the listener, which has a limit of its own. */
    private static final int MOST_SILENT = 8;
    /** The most descriptors of {@link #addTo}. */
    static final int MOST_DESCRIPTORS = 1 + MOST_SILENT;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String channel;
    private final SocketFile file;
    private final Function<TakenSockets, Listener> starter;
    private final UnixSocket socket;
    private volatile Listener listener;
    /** Connections that have sent nothing yet. Guarded by this, as are the next ones. */
    private final List<Silent> silent = new ArrayList<>();
    private boolean started;
    private boolean closed;
    private boolean failed;
    /** After a failure nothing happens until {@link #retryAt}, of {@link System#nanoTime}. */
    private boolean paused;
    private long retryAt;

    /** A connection without a byte: perhaps of a process that looks whether an owner listens. */
    private record Silent(UnixSocket socket, long since) {
        boolean isOverdue(long now) {
            return now - since > Listener.HANDSHAKE_NANOS;
        }
    }

    private DeferredListener(String channel, SocketFile file, Function<TakenSockets, Listener> starter,
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
     * @param starter starts the listener on the sockets; null to bind one
     * @throws RondoException if the socket cannot be bound
     */
    public static DeferredListener open(String channel, SocketFile file, ListenerOptions options,
            Function<TakenSockets, Listener> starter) {
        AtomicReference<UnixSocket> bound = new AtomicReference<>();
        try {
            file.bind(at -> bound.set(UnixSocket.listen(at, Listener.BACKLOG)), options.mode(),
                    options.precondition());
        } catch (RuntimeException | Error e) {
            if (bound.get() != null) {
                bound.get().close();
            }
            throw e;
        }
        DeferredListener deferred = new DeferredListener(channel, file, starter, bound.get());
        try {
            FirstConnections.add(deferred);
        } catch (RuntimeException | Error e) {
            deferred.close(0);
            throw e;
        }
        return deferred;
    }

    /** Has a listener from the beginning. */
    public static DeferredListener started(String channel, SocketFile file, Listener listener) {
        DeferredListener deferred = new DeferredListener(channel, file, sockets -> listener, null);
        deferred.listener = listener;
        return deferred;
    }

    /** Adds the descriptors on which {@link #advance} waits, and returns their number. */
    synchronized int addTo(DescriptorPoll poll) {
        if (paused) {
            return 0;
        }
        poll.add(socket.descriptor());
        silent.forEach(connection -> poll.add(connection.socket().descriptor()));
        return 1 + silent.size();
    }

    /** Time in nanoseconds until {@link #advance} is due although nothing is readable, at most {@code most}. */
    synchronized long dueIn(long now, long most) {
        if (paused) {
            return Math.clamp(retryAt - now, 0, most);
        }
        return silent.isEmpty()
                ? most
                : Math.clamp(silent.getFirst().since() + Listener.HANDSHAKE_NANOS - now, 0, most);
    }

    /** Accepts connections, and starts the listener if one has sent something, or many are silent. */
    synchronized void advance(long now) {
        if (closed || started || paused && now - retryAt < 0) {
            return;
        }
        paused = false;
        if (socket.descriptor() < 0) {
            start(now, null);
            return;
        }
        try {
            for (UnixSocket accepted = socket.accept(); accepted != null; accepted = socket.accept()) {
                silent.add(new Silent(accepted, now));
                if (silent.size() == MOST_SILENT) {
                    break;
                }
            }
        } catch (IOException e) {
            pause(now, e);
        }
        boolean some = false;
        for (Iterator<Silent> connections = silent.iterator(); connections.hasNext();) {
            Silent connection = connections.next();
            UnixSocket.Content content = connection.socket().content();
            if (content == UnixSocket.Content.END || content == UnixSocket.Content.NONE && connection.isOverdue(now)) {
                connection.socket().close();
                connections.remove();
            }
            some |= content == UnixSocket.Content.SOME;
        }
        if (some || silent.size() == MOST_SILENT) {
            start(now, sockets());
        }
    }

    private TakenSockets sockets() {
        return new TakenSockets(socket, silent.stream().map(Silent::socket).toList());
    }

    /** If it fails, the sockets are closed, and the next start binds one again. */
    private void start(long now, TakenSockets sockets) {
        try {
            listener = starter.apply(sockets);
            started = true;
        } catch (RuntimeException | Error e) {
            pause(now, e);
            if (sockets != null) {
                sockets.close();
            }
        }
        silent.clear();
    }

    private void pause(long now, Throwable reason) {
        paused = true;
        retryAt = now + RETRY_NANOS;
        if (!failed) {
            failed = true;
            LOG.log(Level.WARNING,
                    "channel " + channel + ": peers without shared memory cannot connect now, which is tried"
                            + " again every second: " + reason.getMessage(),
                    reason);
        }
    }

    /** Whether it waits for no peer any more. */
    synchronized boolean isDone() {
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
        FirstConnections.remove(this);
        synchronized (this) {
            closed = true;
        }
        if (listener != null) {
            listener.close(lingerNanos);
        } else {
            // A peer that has connected finds the socket closed, and connects to the next owner.
            file.remove(sockets()::close);
        }
    }
}
