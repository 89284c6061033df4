package io.rondo.client.socket.owner;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.InlineReceiver;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.client.socket.session.RandomId;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.core.wait.Condition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Listens on the owner's socket, accepts peers, and keeps their state. Sessions are confined to the event loop. {@link
 * #close} may be called by any other thread, once.
 */
public final class Listener {
    /** Connections that wait to be accepted. */
    public static final int BACKLOG = 512;
    /** The longest time between connecting and Hello. */
    private static final long HANDSHAKE_SECONDS = 5;
    /** The same in nanoseconds. */
    public static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(HANDSHAKE_SECONDS);
    private static final long END_SECONDS = 5;

    private static final Connection[] NONE = {};

    private final String channel;
    private final SocketFile file;
    private final SocketEventLoop loop;
    private final EventLoop eventLoop;
    private final OwnedChannel owned;
    private final Admission admission;
    private final AccessPolicy accessPolicy;
    private final int maxConnections;
    private final long ownerId;
    private final Channel server;

    /** Confined to the event loop, or to the thread that holds its lease, as are the fields up to {@link #closing}. */
    private final PublisherRegistry publishers = new PublisherRegistry();
    private final SubscriberRegistry subscribers;
    private final Set<AcceptedSession> established = new LinkedHashSet<>();
    /** Sessions without a Hello, and their timeouts, in the order of their arrival. */
    private final Map<AcceptedSession, Future<?>> handshaking = new LinkedHashMap<>();
    private boolean closing;
    /** Written by the event loop or the thread that holds its lease. */
    private volatile Connection[] inlineConnections = NONE;
    /** Used by the owner's consumer. */
    private final InlineReceiver inlineReceiver;
    private CompletableFuture<Void> drained;

    /** Listens on a given socket; null to bind one. */
    private Listener(String channel, SocketFile file, TakenSockets sockets, SocketEventLoop loop, OwnedChannel owned,
            ListenerOptions options) {
        this.channel = channel;
        this.file = file;
        this.loop = loop;
        this.owned = owned;
        eventLoop = loop.eventLoop();
        inlineReceiver = new InlineReceiver(loop.lease());
        maxConnections = options.maxConnections();
        subscribers = new SubscriberRegistry(eventLoop, maxConnections);
        accessPolicy = new AccessPolicy(options.anyUser(), options.uids(), options.gids());
        admission = owned.admission(this);
        ownerId = RandomId.next();
        Acceptor acceptor = new Acceptor(eventLoop, this::accept);
        server = sockets == null
                ? acceptor.bind(file, loop.family(), options)
                : acceptor.takeOver(sockets);
    }

    /**
     * Starts to listen.
     *
     * @param channel the name
     * @param file the socket's file
     * @param family the Netty implementation
     * @param owned the channel
     * @param options limits and access
     * @throws io.rondo.client.RondoException if the socket cannot be bound
     */
    public static Listener open(String channel, SocketFile file, SocketFamily family, OwnedChannel owned,
            ListenerOptions options) {
        return open(channel, file, null, family, owned, options);
    }

    /**
     * Continues to listen on sockets of the same file, over epoll. Peers that have connected are accepted. The JDK's
     * selector cannot take a socket over: there they connect again.
     *
     * @param sockets are taken over or closed, also by a failure; null to bind a socket
     */
    public static Listener takeOver(String channel, SocketFile file, TakenSockets sockets, SocketFamily family,
            OwnedChannel owned, ListenerOptions options) {
        if (sockets == null || family == SocketFamily.EPOLL) {
            return open(channel, file, sockets, family, owned, options);
        }
        sockets.close();
        return open(channel, file, null, family, owned, options);
    }

    private static Listener open(String channel, SocketFile file, TakenSockets sockets, SocketFamily family,
            OwnedChannel owned, ListenerOptions options) {
        SocketEventLoop loop = SocketEventLoop.acquire(family);
        try {
            return new Listener(channel, file, sockets, loop, owned, options);
        } catch (RuntimeException | Error e) {
            loop.close();
            throw e;
        }
    }

    private void accept(Channel accepted) {
        AcceptedSession[] created = new AcceptedSession[1];
        Connection connection = new Connection(accepted, loop.lease(), opened -> {
            created[0] = new AcceptedSession(opened, this);
            return created[0];
        });
        AcceptedSession session = created[0];
        handshaking.put(session, eventLoop.schedule(() -> {
            session.timeOut(HANDSHAKE_SECONDS);
            connection.close(null);
        }, HANDSHAKE_SECONDS, TimeUnit.SECONDS));
        identify(session, accepted);
        limitHandshakes();
    }

    private void identify(AcceptedSession session, Channel accepted) {
        AccessPolicy.Decision peer;
        try {
            peer = accessPolicy.check(accepted);
        } catch (IOException e) {
            session.connection().close(e.getMessage());
            return;
        }
        if (!peer.allowed()) {
            session.refuseOnHello(RejectCode.NOT_ALLOWED, "channel " + channel + " of uid "
                    + Long.toUnsignedString(SocketDirectory.uid()) + " does not allow " + peer.name()
                    + ": run as the owner's user, or have the owner allow this user");
        } else {
            session.setPeer(new OwnedChannel.Peer(peer.pid(), peer.uid(), peer.gids()));
            if (peer.pid() == ProcessHandle.current().pid()) {
                session.connection().markLocal();
            }
        }
    }

    /**
     * Limits connections without a Hello. Closes a rejected one first, then the oldest; never an established session.
     * One connection above the limit is always kept, so that its peer receives a Reject.
     */
    private void limitHandshakes() {
        if (handshaking.size() > Math.max(1, maxConnections - established.size())) {
            AcceptedSession first = handshaking.keySet().stream().filter(AcceptedSession::isRefused).findFirst()
                    .orElseGet(() -> handshaking.keySet().iterator().next());
            // Its Hello may be in transit. Without a Reject, the peer reconnects.
            first.connection().close(null);
        }
    }

    private String tooManyConnections() {
        return "channel " + channel + " has " + maxConnections
                + " connections, the limit of its owner: close some, or raise the owner's limit";
    }

    /** Hello arrived: rejects the session if the limit of connections is reached. A mapper closes at once. */
    void checkLimits(AcceptedSession session, Role role) {
        if (closing) {
            session.refuseOnHello(RejectCode.CLOSING, "the owner of channel " + channel + " is closing");
        } else if (role != Role.MAPPER && established.size() >= maxConnections) {
            session.refuseOnHello(RejectCode.ROLE_TAKEN, tooManyConnections());
        }
    }

    /** The name of the channel. */
    public String channel() {
        return channel;
    }

    Admission admission() {
        return admission;
    }

    /** The channel. */
    public OwnedChannel owned() {
        return owned;
    }

    /** The random id of this life of the owner. */
    public long ownerId() {
        return ownerId;
    }

    /** Loop: the publishers of the channel. */
    public PublisherRegistry publishers() {
        return publishers;
    }

    SubscriberRegistry subscribers() {
        return subscribers;
    }

    /** Runs the sessions. */
    public Executor executor() {
        return eventLoop;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    void established(AcceptedSession session) {
        handshaking.remove(session).cancel(false);
        if (!session.carriesMessages()) {
            session.connection().tolerateDelay();
        }
        established.add(session);
        updateInlineConnections();
    }

    private void updateInlineConnections() {
        // A session without messages is not worth a read(2) per look at the ring.
        Connection[] receiving = established.stream().filter(AcceptedSession::carriesMessages)
                .map(AcceptedSession::connection).toArray(Connection[]::new);
        inlineConnections = receiving.length > InlineReceiver.MAX_CONNECTIONS || loop.family() != SocketFamily.EPOLL
                ? NONE
                : receiving;
    }

    /** Any thread: whether there are connections that {@link #receiveInline} reads. */
    public boolean receivesInline() {
        return inlineConnections.length != 0;
    }

    /** Consumer's thread: receives in place of the event loop. Returns whether messages arrived. */
    public boolean receiveInline() {
        return inlineReceiver.receive(inlineConnections);
    }

    /** Consumer's thread: waits for messages to {@link #receiveInline}, as {@link Condition#waitBriefly}. */
    public boolean waitBriefly(Condition arrival, long maxNanos) {
        return inlineReceiver.waitBriefly(inlineConnections, arrival, maxNanos);
    }

    /** Consumer's thread: runs a task of the event loop, in its place if possible. */
    void runInlineOrExecute(Runnable work) {
        inlineReceiver.runInlineOrExecute(eventLoop, work);
    }

    /** Consumer's thread: it is about to sleep. */
    public void beforeSleep() {
        if (inlineConnections.length != 0) {
            inlineReceiver.beforeSleep();
        }
    }

    void ended(AcceptedSession session) {
        Future<?> timeout = handshaking.remove(session);
        if (timeout != null) {
            timeout.cancel(false);
        }
        established.remove(session);
        updateInlineConnections();
        checkProgress();
    }

    /** Loop: the owner's consumer has consumed messages. */
    void onConsumed() {
        established.forEach(AcceptedSession::onConsumed);
    }

    /** Loop: completes a pending close when all subscribers are drained, and reports evictions. */
    public void checkProgress() {
        List.copyOf(established).forEach(AcceptedSession::check);
        if (drained != null && subscribers.all().stream().allMatch(TopicSender::isDrained)) {
            drained.complete(null);
        }
    }

    /**
     * Stops listening. Waits until the connected subscribers have confirmed all messages published so far, and reports
     * to the publishers which of their messages are confirmed.
     *
     * @param lingerNanos the longest wait
     */
    public void close(long lingerNanos) {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        eventLoop.execute(() -> {
            closing = true;
            drained = wait;
            awaitDrained(wait);
        });
        await(wait, lingerNanos, TimeUnit.NANOSECONDS);
        wait.complete(null);
        // Removed only now: until here, peers found a listening owner and retried.
        file.remove(() -> server.close().awaitUninterruptibly());
        CompletableFuture<Void> ended = new CompletableFuture<>();
        eventLoop.execute(() -> {
            for (AcceptedSession session : allSessions()) {
                session.closeForOwner();
            }
            closeWhenFlushed(ended, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
        });
        await(ended, END_SECONDS, TimeUnit.SECONDS);
        inlineReceiver.close();
        loop.close();
    }

    private List<AcceptedSession> allSessions() {
        List<AcceptedSession> sessions = new ArrayList<>(established);
        sessions.addAll(handshaking.keySet());
        return sessions;
    }

    /** Polls, because threads that append to the windows do not notify the event loop. */
    private void awaitDrained(CompletableFuture<Void> wait) {
        checkProgress();
        if (!wait.isDone()) {
            eventLoop.schedule(() -> awaitDrained(wait), WindowLimits.ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void closeWhenFlushed(CompletableFuture<Void> ended, long deadline) {
        if (established.isEmpty() && handshaking.isEmpty() || System.nanoTime() - deadline > 0) {
            allSessions().forEach(session -> session.connection().close(null));
            subscribers.closeAll();
            ended.complete(null);
        } else {
            eventLoop.schedule(() -> closeWhenFlushed(ended, deadline), WindowLimits.ACK_DELAY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void await(CompletableFuture<Void> done, long time, TimeUnit unit) {
        boolean interrupted = Thread.interrupted();
        try {
            done.get(interrupted ? 0 : time, unit);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // The wait is bounded: close with what is confirmed.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
