package io.rondo.client.socket.peer;

import io.rondo.client.RondoException;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.SegmentDescriptors;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The session of a peer that maps the owner's segment. It carries no messages: while it is open, the owner lives. The kernel
 * closes it with the owner, also if the owner is in another container and its segment was unmounted.
 */
public final class SegmentSession extends PeerSession {
    /** What the session reports. Called by the event loop; must not wait. */
    public interface Events {
        /** An owner accepted this peer. */
        void onOwner(Welcome terms);

        /** The connection to the owner is closed, or was never established. */
        void onOwnerGone();

        /** The session failed permanently; {@link SegmentSession#failure()} is the reason. */
        void onSessionFailed();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_PAUSE_NANOS = 100_000_000L;

    private final Events events;

    /**
     * Creates the session.
     *
     * @param target the owner's socket
     * @param parker of the thread that publishes or polls
     * @param events told about owners
     */
    public SegmentSession(ConnectTarget target, ThreadParker parker, Events events) {
        super(target, parker, false);
        this.events = events;
    }

    /**
     * Any thread but the loop: asks for the descriptors of the owner's segment, and once more after a failure, because the
     * owner closes the oldest of too many new connections. Waits for at most 5 s.
     *
     * @return the descriptors, to be used up or closed
     * @throws ConnectException if no owner listens
     * @throws IOException if the owner does not answer in time, or cannot pass its segment now
     * @throws RondoException if the owner rejects this peer, or the segment cannot be passed
     */
    public SegmentDescriptors askForSegment() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            return new SegmentRequest(target()).ask(PATIENCE);
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            return new SegmentRequest(target()).ask(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    /** Any thread but the loop: asks the owner; one that is connected and does not answer lives. */
    public boolean isOwnerAlive() {
        return participantCounts(null) != null;
    }

    /** Any thread: ends the session permanently. */
    public void failLater(RondoException reason) {
        executeUnlessClosed(() -> fail(reason));
    }

    /**
     * Any thread: closes the connection and connects again. Until {@link #resetPause()} the pauses before that grow.
     *
     * @param reason for the log; null for none
     */
    public void reconnect(String reason) {
        executeUnlessClosed(() -> {
            if (connection() != null) {
                connection().close(reason);
            }
        });
    }

    /** Any thread: the owner has passed its segment. */
    public void resetPause() {
        executeUnlessClosed(this::onServed);
    }

    private void executeUnlessClosed(Runnable task) {
        try {
            eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The session was closed, and the event loop with it.
        }
    }

    @Override
    boolean toleratesDelay() {
        return true;
    }

    @Override
    Hello hello() {
        return new Hello(0, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.OBSERVER, null, false, target().terms(),
                target().channel());
    }

    @Override
    void onWelcomed(Welcome terms) {
        events.onOwner(terms);
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> onOwnerClosed();
            default -> fail(OwnerErrors.exception(target().channel(), bye));
        }
    }

    @Override
    void onDisconnected() {
        events.onOwnerGone();
    }

    @Override
    void onFailed() {
        events.onSessionFailed();
    }

    @Override
    void onOwnerLost() {
        // The next Welcome leads to the owner's segment. Its file tells whether it is the same.
    }

    @Override
    boolean isReady() {
        return true;
    }

    @Override
    Bye closingBye() {
        return new Bye(0, ByeReason.DONE, "");
    }
}
