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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The owner's end of a channel's sockets: lets peers in, and holds what is known about them. Sessions are confined to the loop;
 * {@link #close} may be called by any other thread, once.
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
    private final Set<AcceptedSession> greeting = new LinkedHashSet<>();
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
        feeds = new Feeds(eventLoop);
        fetching = new Fetching(loop.seat());
        maxConnections = options.maxConnections();
        admission = new Admission(file.path(), options.uids(), options.gids());
        long random;
        do {
            random = ThreadLocalRandom.current().nextLong();
        } while (random == 0);
        ownerId = random;
        server = bind(options.mode());
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

    private Channel bind(Set<PosixFilePermission> mode) {
        ServerBootstrap bootstrap = new ServerBootstrap().group(eventLoop)
                .channelFactory(loop.family().servers()).option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                });
        CompletableFuture<Channel> bound = new CompletableFuture<>();
        file.bind(() -> {
            ChannelFuture future = bootstrap.bind(loop.family().address(file.path())).awaitUninterruptibly();
            if (!future.isSuccess()) {
                throw new IOException(future.cause().getMessage(), future.cause());
            }
            bound.complete(future.channel());
        }, mode);
        return bound.join();
    }

    private void accept(Channel accepted) {
        AcceptedSession[] made = new AcceptedSession[1];
        Wire wire = new Wire(accepted, loop.seat(), its -> {
            made[0] = new AcceptedSession(its, this);
            return made[0];
        });
        AcceptedSession session = made[0];
        greeting.add(session);
        admit(session, accepted);
        eventLoop.schedule(() -> {
            if (!session.isGreeted()) {
                wire.end("no Hello within " + HANDSHAKE_SECONDS + " s");
            }
        }, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    private void admit(AcceptedSession session, Channel accepted) {
        Admission.Peer peer;
        try {
            peer = admission.check(accepted);
        } catch (IOException e) {
            session.wire().end(e.getMessage());
            return;
        }
        if (!peer.allowed()) {
            session.reject(RejectCode.NOT_ALLOWED, "channel " + channel + " does not let " + peer.name()
                    + " in: run as its owner's user, or let the owner allow this one");
        } else if (closing) {
            session.reject(RejectCode.CLOSING, "the owner of channel " + channel + " is about to go");
        } else {
            session.admit(new OwnedChannel.Peer(peer.pid(), peer.uid()));
            makeRoom();
        }
    }

    /** Who has said nothing yet makes room for who comes: not the peers that were let in. */
    private void makeRoom() {
        if (greeted.size() + greeting.size() > maxConnections) {
            greeting.iterator().next().reject(RejectCode.ROLE_TAKEN, "channel " + channel + " has " + maxConnections
                    + " connections, the most it takes: close some, or let the owner take more");
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
        greeting.remove(session);
        greeted.add(session);
        findFetchable();
    }

    private void findFetchable() {
        fetchable = greeted.size() > MOST_FETCHED
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

    /** The owner's consumer is about to sleep. */
    void rest() {
        if (fetchable.length != 0) {
            fetching.rest();
        }
    }

    void ended(AcceptedSession session) {
        greeting.remove(session);
        greeted.remove(session);
        findFetchable();
        look();
    }

    /** Loop: messages were consumed from a private ring. */
    void onConsumed() {
        greeted.forEach(AcceptedSession::onConsumed);
    }

    /** Loop: the reader of a connected subscriber has ended by itself. */
    void onReaderEnded() {
        List.copyOf(greeted).forEach(AcceptedSession::sayEviction);
        look();
    }

    /** Loop: whether who closes need not wait any longer. */
    void look() {
        if (settled != null && feeds.all().stream().allMatch(TopicFeed::isSettled)) {
            settled.complete(null);
        }
    }

    /**
     * Stops listening; what is published before this call is first confirmed by the subscribers that are connected, unless that takes too
     * long. Publishers are told what was taken.
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
        file.remove();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        eventLoop.execute(() -> {
            server.close();
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
        sessions.addAll(greeting);
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
