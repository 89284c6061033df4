package io.rondo.client.socket.peer;

import io.netty.channel.EventLoop;
import io.rondo.client.UnavailableException;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.EventLoopLease;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.PrintableText;
import io.rondo.client.socket.session.RandomId;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A peer's sessions with the owner of a channel. Connects, sends Hello, and reconnects after each lost connection until
 * it is closed or an owner rejects it permanently. Frame handlers are confined to the event loop.
 */
abstract class PeerSession implements Connection.Session, AutoCloseable {
    private static final long HANDSHAKE_SECONDS = 5;
    private static final long ANSWER_SECONDS = 1;

    private static final Connection[] NONE = {};

    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final ConnectTarget target;
    private final SocketEventLoop loop;
    private final EventLoop eventLoop;
    private final OwnerConnector connector;
    private final ThreadParker parker;
    private final long id = RandomId.next();
    private final FirstAttempt firstAttempt;
    private final ParticipantQuery query = new ParticipantQuery();

    /** The fields from here to {@link #closeResult} are confined to the loop. */
    private final ReconnectPolicy reconnects;
    private Connection connection;
    private long ownerId;
    /** The last reason that was logged. Equal reasons are logged once, because attempts repeat ten times a second. */
    private String lastLogged;
    private boolean closed;
    /** Completed when the session is closed and its hold on the event loop released. */
    private CompletableFuture<Void> closeResult;

    private volatile boolean connected;
    private volatile Connection[] inlineConnections = NONE;
    private volatile RuntimeException failure;

    /**
     * Creates the session.
     *
     * @param parker of the thread that publishes or polls
     * @param needsOwner whether the peer is opened only when an owner has accepted it
     */
    PeerSession(ConnectTarget target, ThreadParker parker, boolean needsOwner) {
        firstAttempt = new FirstAttempt(needsOwner);
        this.target = target;
        this.parker = parker;
        reconnects = new ReconnectPolicy(target.noOwnerReasons());
        loop = SocketEventLoop.acquire(target.family());
        eventLoop = loop.eventLoop();
        connector = new OwnerConnector(target, eventLoop);
    }

    /**
     * Starts to connect, and returns when the first attempt has succeeded or failed.
     *
     * @throws UnavailableException if this peer needs an owner, and none has accepted it in time
     * @throws io.rondo.client.RondoException if the owner rejects this peer permanently
     */
    public final void start() {
        eventLoop.execute(this::connect);
        RuntimeException absent = firstAttempt.await(target);
        RuntimeException rejected = failure == null ? absent : failure;
        if (rejected != null) {
            close();
            throw rejected;
        }
    }

    /** Creates the Hello of a new connection. */
    abstract Hello hello();

    /** Creates what precedes the Hello to a sequenced topic; null for other channels. */
    Join join() {
        return null;
    }

    /** The owner accepted this peer. */
    abstract void onWelcomed(Welcome terms);

    /** The connection is closed, or was never established. */
    abstract void onDisconnected();

    /** The session failed permanently. */
    abstract void onFailed();

    /** The owner of the last session is gone without a Bye: its last acknowledgements will never arrive. */
    abstract void onOwnerLost();

    /** The owner does not know what this peer would resume. */
    void onStateUnknown() {
        onOwnerLost();
    }

    /** The session is closed permanently. */
    void onReleased() {}

    /** Whether a new session may begin. Checked before each attempt. */
    abstract boolean isReady();

    /** Creates the Bye that closes a session in order; null for none. */
    abstract Bye closingBye();

    /** Loop: the owner serves this peer, so the pause before the next attempt is the shortest again. */
    final void onServed() {
        reconnects.onServed();
    }

    final EventLoopLease lease() {
        return loop.lease();
    }

    /** Any thread: the connections that the subscriber's thread may read from. */
    final Connection[] inlineConnections() {
        return inlineConnections;
    }

    /** Whether the owner's frames may wait for a millisecond, in which the event loop is suspended. */
    abstract boolean toleratesDelay();

    final ConnectTarget target() {
        return target;
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

    /** Loop: the current connection, or null. */
    final Connection connection() {
        return connection;
    }

    /** Loop: the owner of the last session; 0 if that owner is gone. */
    final long ownerId() {
        return ownerId;
    }

    /** Whether an owner has accepted this peer and the connection is open. */
    final boolean isConnected() {
        return connected;
    }

    /** Why the session failed permanently; null if it has not failed. */
    public final RuntimeException failure() {
        return failure;
    }

    private void connect() {
        if (closed) {
            return;
        }
        if (!isReady()) {
            connectLater();
            return;
        }
        connector.connect(channel -> connection = new Connection(channel, loop.lease(), created -> this),
                this::sendHello, this::onConnectFailed);
    }

    private void sendHello() {
        if (closed) {
            closeConnection();
            return;
        }
        Connection opened = connection;
        Join join = join();
        if (join != null) {
            opened.writer().send((encoder, buffer, index) -> encoder.join(buffer, index, join));
        }
        Hello hello = hello();
        opened.writer().send((encoder, buffer, index) -> encoder.hello(buffer, index, hello));
        eventLoop.schedule(() -> {
            if (opened == connection && !connected) {
                opened.close("the owner did not answer");
            }
        }, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    private void onConnectFailed(Throwable cause) {
        connection = null;
        if (OwnerErrors.isDenied(cause)) {
            fail(OwnerErrors.denied(target));
            return;
        }
        if (ownerId != 0 && OwnerErrors.isNoListener(cause)) {
            ownerId = 0;
            onOwnerLost();
            parker.wake();
        }
        connectLater();
    }

    private void connectLater() {
        firstAttempt.noOwner();
        if (closed) {
            return;
        }
        String reason = reconnects.giveUpReason();
        if (reason != null) {
            fail(new UnavailableException(reason));
            return;
        }
        eventLoop.schedule(this::connect, reconnects.nextPauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeConnection() {
        if (connection != null) {
            connection.close(null);
        }
    }

    /** Closes the session permanently. The thread that publishes or polls receives the exception. */
    final void fail(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        }
        closed = true;
        sendClosingBye();
        closeConnection();
        onFailed();
        firstAttempt.complete();
        parker.wake();
    }

    @Override
    public final void onWelcome(Welcome terms) {
        if (connected) {
            throw new SessionException("unexpected second Welcome");
        }
        if (terms.protocolVersion() > SessionEncoder.PROTOCOL_VERSION) {
            fail(OwnerErrors.version(target.channel(), terms.protocolVersion()));
            return;
        }
        ownerId = terms.ownerId();
        connection.limitMessages(terms.maxMessageLength());
        onWelcomed(terms);
        if (closed) {
            return;
        }
        if (toleratesDelay()) {
            connection.tolerateDelay();
        }
        if (target.family() == SocketFamily.EPOLL) {
            inlineConnections = new Connection[]{connection};
        }
        connected = true;
        firstAttempt.complete();
        parker.wake();
    }

    @Override
    public final void onReject(Reject reject) {
        boolean resumed = ownerId != 0;
        if (reject.code() == RejectCode.STATE_UNKNOWN) {
            ownerId = 0;
            onStateUnknown();
            closeConnection();
        } else if (reject.code() == RejectCode.CLOSING || resumed && reject.code() == RejectCode.ROLE_TAKEN) {
            // The role may be taken by this peer's own lost connection.
            connection.close(null);
        } else {
            fail(OwnerErrors.exception(reject));
        }
    }

    /** Loop: the owner closed in order, so all its acknowledgements have arrived. */
    final void onOwnerClosed() {
        ownerId = 0;
        connection.close(null);
    }

    @Override
    public final void onParticipants(long token, int producers, int consumers) {
        query.onAnswer(token, new ParticipantCounts(producers, consumers));
    }

    /**
     * Any thread but the loop: asks the owner for the participant counts. If a connected owner does not answer in time,
     * its last answer counts, because the open connection proves that it is alive.
     *
     * @param disconnected returned without a connection
     */
    final ParticipantCounts participantCounts(ParticipantCounts disconnected) {
        if (!connected) {
            return disconnected;
        }
        ParticipantCounts counts = query.ask(eventLoop, () -> connected ? connection : null, ANSWER_SECONDS);
        if (counts != null) {
            return counts;
        }
        return connected ? query.lastAnswer() : disconnected;
    }

    @Override
    public void onFault(ByeReason reason, String text) {
        connection.writer().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(0, reason, text)));
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public final void onClosed(String reason) {
        if (reason != null && !reason.equals(lastLogged)) {
            lastLogged = reason;
            LOG.log(Level.WARNING, "channel {0}: closed the connection to {1}: {2}", target.channel(), target.path(),
                    PrintableText.of(reason));
        }
        connected = false;
        inlineConnections = NONE;
        connection = null;
        query.cancel();
        onDisconnected();
        parker.wake();
        connectLater();
        releaseLoop();
    }

    private boolean sendClosingBye() {
        Bye bye = connected ? closingBye() : null;
        return bye != null && connection.writer().send((encoder, buffer, index) -> encoder.bye(buffer, index, bye));
    }

    /** After a Bye the owner closes the connection, once it has released this peer's role for the next peer. */
    private void beginClose() {
        closed = true;
        if (connection == null) {
            releaseLoop();
        } else if (sendClosingBye()) {
            connection.closeAfterPeer();
        } else {
            connection.close(null);
        }
    }

    private void releaseLoop() {
        if (closeResult != null && !closeResult.isDone()) {
            onReleased();
            loop.close();
            closeResult.complete(null);
        }
    }

    /** Any thread but the loop: closes the session and releases the event loop. */
    @Override
    public final void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        eventLoop.execute(() -> {
            closeResult = done;
            beginClose();
        });
        try {
            done.get(2 * ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The loop completes the close.
        }
    }
}
