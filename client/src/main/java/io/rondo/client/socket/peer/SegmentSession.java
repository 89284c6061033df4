package io.rondo.client.socket.peer;

import io.rondo.client.RondoException;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Welcome;

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

    /** Returns the request for the descriptors of the owner's segment. */
    public SegmentRequest request() {
        return new SegmentRequest(target());
    }

    /** Any thread: ends the session permanently. */
    public void failLater(RondoException reason) {
        eventLoop().execute(() -> fail(reason));
    }

    /** Any thread: closes the connection and connects again. */
    public void reconnect() {
        eventLoop().execute(() -> {
            if (connection() != null) {
                connection().close(null);
            }
        });
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
        // The next Welcome leads to the owner's segment, whose id tells whether it is the same.
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
