package io.rondo.client.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.rondo.codecs.control.RejectCode;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The owner's end of a channel's sockets: lets peers in, and holds what is known about them. Sessions are confined to
 * the loop; {@link #close} may be called by any other thread, once.
 */
final class Listener {
    /** How long a peer may take to say Hello. */
    private static final long HANDSHAKE_SECONDS = 5;
    private static final int BACKLOG = 512;
    private static final long END_SECONDS = 5;
    /** Looking at more sockets one by one takes longer than asking the kernel which of them has something. */
    private static final int MOST_FETCHED = 4;
    private static final Wire[] NONE = {};

    private final String channel;
    private final SocketFile file;
    private final SocketLoop loop;
    private final EventLoop eventLoop;
    private final OwnedChannel owned;
    private final Admission admission;
    private final int maxConnections;
    private final long ownerId;
    private final Channel server;

    /** Loop. */
    private final Publishers publishers = new Publishers();
    private final Feeds feeds;
    private final Set<AcceptedSession> greeted = new LinkedHashSet<>();
    /** Who has not said Hello, and when its time is up. */
    private final Map<AcceptedSession, Future<?>> greeting = new LinkedHashMap<>();
    private boolean closing;
    /** Changed by the loop, or in its place. */
    private volatile Wire[] fetchable = NONE;
    /** The consumer's. */
    private final Fetching fetching;
    private CompletableFuture<Void> settled;

    private Listener(String channel, SocketFile file, SocketLoop loop, OwnedChannel owned, ListenerOptions options) {
        this.channel = channel;
        this.file = file;
        this.loop = loop;
        this.owned = owned;
        eventLoop = loop.eventLoop();
        fetching = new Fetching(loop.seat());
        maxConnections = options.maxConnections();
        feeds = new Feeds(eventLoop, maxConnections);
        admission = new Admission(options.uids(), options.gids());
        ownerId = RandomId.next();
        server = bind(options.mode(), options.precondition());
    }

    /**
     * Begins to listen.
     *
     * @param channel the name
     * @param file where
     * @param family how
     * @param owned what peers are let into
     * @param options limits and who is let in
     * @throws io.rondo.core.RondoException if that is not possible there
     */
    static Listener open(String channel, SocketFile file, SocketFamily family, OwnedChannel owned,
            ListenerOptions options) {
        SocketLoop loop = SocketLoop.acquire(family);
        try {
            return new Listener(channel, file, loop, owned, options);
        } catch (RuntimeException | Error e) {
            loop.close();
            throw e;
        }
    }

    private Channel bind(Set<PosixFilePermission> mode, BindPrecondition precondition) {
        ServerBootstrap bootstrap = new ServerBootstrap().group(eventLoop)
                .channelFactory(loop.family().servers()).option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                });
        AtomicReference<Channel> bound = new AtomicReference<>();
        try {
            file.bind(at -> {
                ChannelFuture future = bootstrap.bind(loop.family().address(at)).awaitUninterruptibly();
                if (!future.isSuccess()) {
                    throw new IOException(future.cause().getMessage(), future.cause());
                }
                bound.set(future.channel());
            }, mode, precondition);
            return bound.get();
        } catch (RuntimeException | Error e) {
            if (bound.get() != null) {
                bound.get().close().awaitUninterruptibly();
            }
            throw e;
        }
    }

    private void accept(Channel accepted) {
        AcceptedSession[] made = new AcceptedSession[1];
        Wire wire = new Wire(accepted, loop.seat(), its -> {
            made[0] = new AcceptedSession(its, this);
            return made[0];
        });
        AcceptedSession session = made[0];
        greeting.put(session, eventLoop.schedule(() -> {
            session.reject(RejectCode.MALFORMED, "no Hello within " + HANDSHAKE_SECONDS + " s");
            wire.end(null);
        }, HANDSHAKE_SECONDS, TimeUnit.SECONDS));
        identify(session, accepted);
        makeRoom();
    }

    private void identify(AcceptedSession session, Channel accepted) {
        Admission.Peer peer;
        try {
            peer = admission.check(accepted);
        } catch (IOException e) {
            session.wire().end(e.getMessage());
            return;
        }
        if (!peer.allowed()) {
            session.refuse(RejectCode.NOT_ALLOWED, "channel " + channel + " does not let " + peer.name()
                    + " in: run as its owner's user, or let the owner allow this one");
        } else {
            session.admit(new OwnedChannel.Peer(peer.pid(), peer.uid()));
            if (peer.pid() == ProcessHandle.current().pid()) {
                session.wire().hasBothEnds();
            }
        }
    }

    /**
     * Who has said nothing yet makes room for who comes, first of all who will not be let in; not the peers that were
     * let in. Where they are as many as there may be, one more is listened to, so that it is told.
     */
    private void makeRoom() {
        if (greeting.size() > Math.max(1, maxConnections - greeted.size())) {
            AcceptedSession first = greeting.keySet().stream().filter(AcceptedSession::isRefused).findFirst()
                    .orElseGet(() -> greeting.keySet().iterator().next());
            // Its Hello may be on its way: told nothing, it tries again.
            first.wire().end(null);
        }
    }

    private String crowded() {
        return "channel " + channel + " has " + maxConnections
                + " connections, the most it takes: close some, or let the owner take more";
    }

    /** A peer has said Hello: refuses it if there is no place for it. */
    void mayEnter(AcceptedSession session) {
        if (closing) {
            session.refuse(RejectCode.CLOSING, "the owner of channel " + channel + " is about to go");
        } else if (greeted.size() >= maxConnections) {
            session.refuse(RejectCode.ROLE_TAKEN, crowded());
        }
    }

    String channel() {
        return channel;
    }

    OwnedChannel owned() {
        return owned;
    }

    long ownerId() {
        return ownerId;
    }

    Publishers publishers() {
        return publishers;
    }

    Feeds feeds() {
        return feeds;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    void greeted(AcceptedSession session) {
        greeting.remove(session).cancel(false);
        greeted.add(session);
        findFetchable();
    }

    private void findFetchable() {
        fetchable = greeted.size() > MOST_FETCHED || loop.family() != SocketFamily.EPOLL
                ? NONE
                : greeted.stream().map(AcceptedSession::wire).toArray(Wire[]::new);
    }

    /** The owner's consumer: fetches what its publishers sent, if the loop lends its place; whether anything came. */
    boolean fetch() {
        if (fetchable.length == 0 || !fetching.begin()) {
            return false;
        }
        boolean any = false;
        try {
            for (Wire wire : fetchable) {
                any |= wire.fetch();
            }
        } finally {
            fetching.end();
        }
        return any;
    }

    /** The owner's consumer: has the loop's work done. */
    void inPlaceOrLater(Runnable work) {
        fetching.inPlaceOrLater(eventLoop, work);
    }

    /** The owner's consumer is about to sleep. */
    void rest() {
        if (fetchable.length != 0) {
            fetching.rest();
        }
    }

    void ended(AcceptedSession session) {
        Future<?> patience = greeting.remove(session);
        if (patience != null) {
            patience.cancel(false);
        }
        greeted.remove(session);
        findFetchable();
        look();
    }

    /** Loop: messages were consumed from a private ring. */
    void onConsumed() {
        greeted.forEach(AcceptedSession::onConsumed);
    }

    /** Loop: whether who closes need not wait any longer, or a subscriber is to be told that it was evicted. */
    void look() {
        List.copyOf(greeted).forEach(AcceptedSession::sayEviction);
        if (settled != null && feeds.all().stream().allMatch(TopicFeed::isSettled)) {
            settled.complete(null);
        }
    }

    /**
     * Stops listening; what is published before this call is first confirmed by the subscribers that are connected,
     * unless that takes too long. Publishers are told what was taken.
     *
     * @param lingerNanos the longest wait
     */
    void close(long lingerNanos) {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        eventLoop.execute(() -> {
            closing = true;
            settled = wait;
            watch(wait);
        });
        await(wait, lingerNanos, TimeUnit.NANOSECONDS);
        wait.complete(null);
        // Until now peers could see that the owner's place is taken by one that listens, and try again later.
        file.remove(() -> server.close().awaitUninterruptibly());
        CompletableFuture<Void> ended = new CompletableFuture<>();
        eventLoop.execute(() -> {
            for (AcceptedSession session : allSessions()) {
                session.sayOwnerCloses();
            }
            endWhenWritten(ended, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
        });
        await(ended, END_SECONDS, TimeUnit.SECONDS);
        loop.close();
    }

    private List<AcceptedSession> allSessions() {
        List<AcceptedSession> sessions = new ArrayList<>(greeted);
        sessions.addAll(greeting.keySet());
        return sessions;
    }

    /** What is appended to the windows by other threads is not told to the loop. */
    private void watch(CompletableFuture<Void> wait) {
        look();
        if (!wait.isDone()) {
            eventLoop.schedule(() -> watch(wait), Flow.ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void endWhenWritten(CompletableFuture<Void> ended, long deadline) {
        if (greeted.isEmpty() && greeting.isEmpty() || System.nanoTime() - deadline > 0) {
            allSessions().forEach(session -> session.wire().end(null));
            feeds.closeAll();
            ended.complete(null);
        } else {
            eventLoop.schedule(() -> endWhenWritten(ended, deadline), Flow.ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void await(CompletableFuture<Void> done, long time, TimeUnit unit) {
        boolean interrupted = Thread.interrupted();
        try {
            done.get(interrupted ? 0 : time, unit);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // As far as it got.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
