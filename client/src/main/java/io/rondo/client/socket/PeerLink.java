package io.rondo.client.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.AccessException;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.ChannelMismatchException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import java.io.FileNotFoundException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A peer's side of its sessions with the owner of a channel: connects, greets, and connects again whenever the connection is lost,
 * until it is closed or an owner refuses it for good. What handles frames is confined to the loop.
 */
abstract class PeerLink implements Wire.Session, AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LAST_PAUSE_MILLIS = 100;
    private static final long HANDSHAKE_SECONDS = 5;
    private static final long ANSWER_SECONDS = 1;
    private static final long OBSTACLE_NANOS = 1_000_000_000L;

    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final Rendezvous rendezvous;
    private final SocketLoop loop;
    private final EventLoop eventLoop;
    private final ThreadParker parker;
    private final long id;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();

    /** Loop. */
    private CompletableFuture<Census> enquiry;
    private Wire wire;
    private long ownerId;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long lookedAt = System.nanoTime();
    private String lastObstacle;
    private long tokens;
    /** The last reason that was logged: the same every time would be said ten times a second. */
    private String logged;
    private boolean ended;
    /** Completed when this has ended and let go of the loop. */
    private CompletableFuture<Void> leaving;

    private volatile boolean connected;
    private volatile RuntimeException failure;
    /** What the owner said last of who takes part: at the beginning it and this. */
    private volatile Census answered = new Census(1, 1);

    /**
     * Creates the link.
     *
     * @param rendezvous where the owner listens
     * @param parker of the thread that uses this link
     */
    PeerLink(Rendezvous rendezvous, ThreadParker parker) {
        this.rendezvous = rendezvous;
        this.parker = parker;
        loop = SocketLoop.acquire(rendezvous.family());
        eventLoop = loop.eventLoop();
        id = RandomId.next();
    }

    /** Starts to connect, and returns when the first attempt succeeded or failed; throws what an owner refuses for good. */
    final void start() {
        eventLoop.execute(this::connect);
        try {
            firstAttempt.get(HANDSHAKE_SECONDS + ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It goes on trying.
        }
        RuntimeException refused = failure;
        if (refused != null) {
            close();
            throw refused;
        }
    }

    /** What to say first on a new connection. */
    abstract Hello hello();

    /** The owner let this peer in. */
    abstract void welcomed(Welcome terms);

    /** The connection is lost, or was never made. */
    abstract void disconnected();

    /** This link has ended by itself. */
    abstract void failed();

    /** The owner that this link resumed with is gone: what it confirmed will not be known any more. */
    abstract void ownerLost();

    final LoopSeat seat() {
        return loop.seat();
    }

    /** Whether another thread than the loop can read. */
    final boolean canFetch() {
        return rendezvous.family() == SocketFamily.EPOLL;
    }

    final Rendezvous rendezvous() {
        return rendezvous;
    }

    final EventLoop eventLoop() {
        return eventLoop;
    }

    final ThreadParker parker() {
        return parker;
    }

    final long id() {
        return id;
    }

    /** Loop: the present connection, or null. */
    final Wire wire() {
        return wire;
    }

    /** Loop: the owner of the last connection, or 0. */
    final long ownerId() {
        return ownerId;
    }

    /** Whether an owner has let this peer in, and the connection stands. */
    final boolean isConnected() {
        return connected;
    }

    /**
     * Why this link has ended by itself.
     *
     * @return null if it has not
     */
    public final RuntimeException failure() {
        return failure;
    }

    /** Loop: whether a new session may begin; asked again before each attempt. */
    abstract boolean isReady();

    private void connect() {
        if (ended) {
            return;
        }
        if (!isReady()) {
            connectLater();
            return;
        }
        ChannelFuture connecting = new Bootstrap().group(eventLoop).channelFactory(rendezvous.family().channels())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        wire = new Wire(channel, loop.seat(), made -> PeerLink.this);
                    }
                }).connect(rendezvous.address());
        // Where not even a channel could be made, another thread says so.
        connecting.addListener(done -> onLoop(() -> {
            if (done.isSuccess()) {
                greet();
            } else {
                refused(done.cause());
            }
        }));
    }

    private void onLoop(Runnable work) {
        if (eventLoop.inEventLoop()) {
            work.run();
        } else {
            eventLoop.execute(work);
        }
    }

    private void greet() {
        if (ended) {
            if (wire != null) {
                wire.end(null);
            }
            return;
        }
        Wire greeted = wire;
        Hello hello = hello();
        greeted.outlet().send((encoder, buffer, index) -> encoder.hello(buffer, index, hello));
        eventLoop.schedule(() -> {
            if (greeted == wire && !connected) {
                greeted.end("the owner did not answer");
            }
        }, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    private void refused(Throwable cause) {
        wire = null;
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Permission denied")) {
            fail(new AccessException("channel " + rendezvous.channel() + ": the owner's socket " + rendezvous.path()
                    + " does not let this user in: run as its owner, or let the owner allow this user"));
        } else {
            if (ownerId != 0 && isNobodyThere(cause, reason)) {
                ownerId = 0;
                ownerLost();
                parker.wake();
            }
            connectLater();
        }
    }

    /** Nobody listens where the owner did; not if this process, or the kernel, is short of something. */
    private static boolean isNobodyThere(Throwable cause, String reason) {
        return cause instanceof FileNotFoundException || cause instanceof NoSuchFileException
                || reason.contains("No such file") || reason.contains("refused");
    }

    private void connectLater() {
        firstAttempt.complete(null);
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        if (now - lookedAt >= OBSTACLE_NANOS) {
            lookedAt = now;
            String obstacle = rendezvous.obstacle();
            // An owner that comes or goes holds its place for a moment without listening.
            if (obstacle != null && obstacle.equals(lastObstacle)) {
                fail(new UnavailableException(obstacle));
                return;
            }
            lastObstacle = obstacle;
        }
        eventLoop.schedule(this::connect, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(2 * pauseMillis, LAST_PAUSE_MILLIS);
    }

    /** Ends this link for good: whoever uses it is told why. */
    final void fail(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        }
        endNow();
        failed();
        firstAttempt.complete(null);
        parker.wake();
    }

    @Override
    public final void onWelcome(Welcome terms) {
        if (connected) {
            throw new SessionException("a second Welcome is not expected");
        }
        if (terms.protocolVersion() != SessionEncoder.PROTOCOL_VERSION) {
            fail(new ChannelMismatchException("channel " + rendezvous.channel() + ": its owner speaks version "
                    + terms.protocolVersion() + " of the session, this is version " + SessionEncoder.PROTOCOL_VERSION
                    + ": use the same release on both sides"));
            return;
        }
        ownerId = terms.ownerId();
        pauseMillis = FIRST_PAUSE_MILLIS;
        wire.admit(terms.maxMessageLength());
        welcomed(terms);
        if (ended) {
            return;
        }
        connected = true;
        firstAttempt.complete(null);
        parker.wake();
    }

    @Override
    public final void onReject(Reject reject) {
        boolean resumed = ownerId != 0;
        if (reject.code() == RejectCode.STATE_UNKNOWN) {
            ownerId = 0;
            ownerLost();
            wire.end(null);
        } else if (reject.code() == RejectCode.CLOSING || resumed && reject.code() == RejectCode.ROLE_TAKEN) {
            // Who holds the place may be this peer's own lost connection.
            wire.end(null);
        } else {
            fail(exception(reject));
        }
    }

    private static RuntimeException exception(Reject reject) {
        return switch (reject.code()) {
            case NOT_ALLOWED -> new AccessException(Printable.text(reject.text()));
            case KIND_MISMATCH, SCHEMA_MISMATCH, OPTION_MISMATCH, PROTOCOL_VERSION, WRONG_CHANNEL ->
                new ChannelMismatchException(Printable.text(reject.text()));
            case ROLE_TAKEN -> new ChannelInUseException(Printable.text(reject.text()));
            default -> new RondoException("the owner refused: " + Printable.text(reject.text()));
        };
    }

    /** Loop: the owner goes in order, so nothing about it is unknown. */
    final void ownerLeft() {
        ownerId = 0;
        wire.end(null);
    }

    @Override
    public final void onParticipants(long token, int producers, int consumers) {
        if (token == tokens && enquiry != null) {
            answered = new Census(producers, consumers);
            endEnquiry(answered);
        }
    }

    private void endEnquiry(Census answer) {
        if (enquiry != null) {
            enquiry.complete(answer);
            enquiry = null;
        }
    }

    /**
     * Any thread but the loop: asks the owner who takes part. A connected owner that does not answer in time lives, as the kernel says, so
     * what it said last counts.
     *
     * @return null without a connection
     */
    final Census censusOfOwner() {
        CompletableFuture<Census> answer = new CompletableFuture<>();
        try {
            eventLoop.execute(() -> enquire(answer));
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            // Without an answer, or closed meanwhile and the loop with it.
        }
        return connected ? answered : null;
    }

    /** One enquiry is under way at a time; who asks meanwhile gets its answer. */
    private void enquire(CompletableFuture<Census> answer) {
        if (!connected) {
            answer.complete(null);
            return;
        }
        if (enquiry == null) {
            enquiry = new CompletableFuture<>();
            tokens++;
            long token = tokens;
            wire.outlet().send((encoder, buffer, index) -> encoder.enquiry(buffer, index, token));
        }
        enquiry.thenAccept(answer::complete);
    }

    @Override
    public void onFault(ByeReason reason, String what) {
        wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(0, reason, what)));
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public final void onEnd(String reason) {
        if (reason != null && !reason.equals(logged)) {
            logged = reason;
            LOG.log(Level.WARNING, "channel {0}: the connection to {1} was given up: {2}", rendezvous.channel(),
                    rendezvous.path(), Printable.text(reason));
        }
        connected = false;
        wire = null;
        endEnquiry(null);
        disconnected();
        parker.wake();
        connectLater();
        letGo();
    }

    /** Loop: what to say when this side ends the session in order; null for nothing. */
    abstract Bye lastWord();

    private void endNow() {
        ended = true;
        if (wire != null) {
            sayLastWord();
            wire.end(null);
        }
    }

    private boolean sayLastWord() {
        Bye bye = connected ? lastWord() : null;
        return bye != null && wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index, bye));
    }

    /** The owner closes when it has let this peer go: whoever comes next finds the place free. */
    private void leave() {
        ended = true;
        if (wire == null) {
            letGo();
        } else if (sayLastWord()) {
            wire.endWithOther();
        } else {
            wire.end(null);
        }
    }

    /** Lets go of the loop, when there is no connection any more. */
    private void letGo() {
        if (leaving != null && !leaving.isDone()) {
            loop.close();
            leaving.complete(null);
        }
    }

    /** Any thread but the loop: ends the link and lets the loop go. */
    @Override
    public final void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        eventLoop.execute(() -> {
            leaving = done;
            leave();
        });
        try {
            done.get(2 * ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The loop goes on with it.
        }
    }
}
