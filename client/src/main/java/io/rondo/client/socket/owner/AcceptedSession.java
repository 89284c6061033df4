package io.rondo.client.socket.owner;

import io.rondo.client.AccessException;
import io.rondo.client.Buffers;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.UnavailableException;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.SegmentDescriptors;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The owner's side of one connection. Validates everything that arrives. Confined to the event loop, or to the thread
 * that holds its lease.
 */
public final class AcceptedSession implements Connection.Session {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    private final Connection connection;
    private final Listener listener;
    private OwnedChannel.Peer peer;
    /** The answer to the peer's Hello; null to accept it. */
    private Reject refusal;
    /** A closing frame was sent or received. Later frames are ignored. */
    private boolean closing;
    private boolean closed;
    private Join join;
    private Hello hello;
    private long helloAt;
    private boolean established;
    private Admission.Participation role = Admission.Participation.OBSERVER;
    private ParticipantCounts counts;
    /** {@link Connection#reads} at the time of the count. */
    private long countsRead;
    private long lastConfirmed;
    private long lastCredit;

    AcceptedSession(Connection connection, Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /** Sets the peer's credentials, as reported by the kernel. */
    void setPeer(OwnedChannel.Peer connected) {
        peer = connected;
    }

    /** Whether this connection is rejected or closing. */
    boolean isRefused() {
        return refusal != null || closing;
    }

    /**
     * Rejects this peer when its Hello arrives. An earlier Reject could be lost: the peer would fail to write its Hello
     * and close without reading.
     */
    void refuseOnHello(RejectCode code, String text) {
        refusal = new Reject(code, text);
    }

    /** Loop: rejects the peer. */
    public void reject(RejectCode code, String text) {
        reject(new Reject(code, text));
    }

    private void reject(Reject reject) {
        if (closing) {
            return;
        }
        closing = true;
        connection.writer().send((encoder, buffer, index) -> encoder.reject(buffer, index, reject));
        connection.closeAfterFlush();
    }

    /** Loop: the peer was not accepted in time. If its Hello came, it may try again. */
    void timeOut(long seconds) {
        if (hello == null) {
            reject(RejectCode.MALFORMED, "no Hello within " + seconds + " s");
        } else {
            reject(RejectCode.CLOSING,
                    "channel " + listener.channel() + " could not accept this peer within " + seconds + " s");
        }
    }

    @Override
    public void onJoin(Join asked) {
        if (join != null || hello != null) {
            throw new SessionException("unexpected Join, which precedes Hello once");
        }
        join = asked;
    }

    @Override
    public void onHello(Hello received) {
        if (hello != null) {
            throw new SessionException("unexpected second Hello");
        }
        hello = received;
        helloAt = System.nanoTime();
        if (refusal == null) {
            listener.checkLimits(this, hello.role());
        }
        if (refusal != null) {
            reject(refusal.code(), refusal.text());
            return;
        }
        String name = listener.channel();
        if (!hello.channel().equals(name)) {
            reject(RejectCode.WRONG_CHANNEL, "this is the owner of channel " + name + ", not " + hello.channel()
                    + ": connect to that channel's socket");
        } else if (hello.protocolVersion() < listener.owned().properties().oldestVersion()) {
            reject(RejectCode.PROTOCOL_VERSION, "channel " + name + " speaks version "
                    + listener.owned().properties().oldestVersion() + " of the session, not "
                    + hello.protocolVersion() + ": use the same release on both sides");
        } else {
            admit();
        }
    }

    /** Loop: asks for the admission of the peer, for the first time or again. */
    void admit() {
        if (isEnding()) {
            return;
        }
        try {
            listener.owned().requireMatch(hello.terms());
            if (hello.role() == Role.OBSERVER) {
                listener.admission().requireObservable(peer);
                accept(Admission.Participation.OBSERVER, listener.ownerId(), 0, 0);
            } else if (hello.role() == Role.MAPPER) {
                passSegment();
            } else {
                listener.admission().admit(this, join, hello);
            }
        } catch (IllegalArgumentException | RondoException e) {
            rejectFor(e);
        }
    }

    /** Passes the segment's descriptors and closes. The peer takes part by itself, and has another session with the owner. */
    private void passSegment() {
        try (SegmentDescriptors descriptors = listener.owned().descriptors()) {
            byte[] frame = new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH];
            int length = new SessionEncoder().segment(Buffers.wrap(frame), 0, descriptors.id(),
                    descriptors.files().size());
            connection.pass(Arrays.copyOf(frame, length), descriptors.files());
            closing = true;
            connection.closeAfterPeer();
        } catch (UnavailableException e) {
            reject(RejectCode.NO_DESCRIPTORS, "channel " + listener.channel() + ": " + e.getMessage());
        } catch (IOException e) {
            // A shortage, for example of descriptors in flight (ETOOMANYREFS), which other peers can cause.
            reject(RejectCode.CLOSING, "channel " + listener.channel() + ": " + e.getMessage());
        }
    }

    /** Whether the peer sends messages or receives them. */
    boolean carriesMessages() {
        return role != Admission.Participation.OBSERVER;
    }

    /** Loop: rejects the peer because of a failure. */
    public void rejectFor(RuntimeException failure) {
        switch (failure) {
            case ChannelMismatchException e -> {
                boolean otherKind = hello.terms().kind() != null && hello.terms().kind() != kind();
                reject(otherKind ? RejectCode.KIND_MISMATCH : RejectCode.OPTION_MISMATCH, e.getMessage());
            }
            // The option is invalid for every channel.
            case IllegalArgumentException e ->
                reject(RejectCode.OPTION_MISMATCH, "channel " + listener.channel() + ": " + e.getMessage());
            case AccessException e -> reject(RejectCode.NOT_ALLOWED, e.getMessage());
            case ChannelInUseException e -> reject(RejectCode.ROLE_TAKEN, e.getMessage());
            // The owner is about to close. The peer reconnects to the next owner.
            case ChannelRemovedException e -> reject(RejectCode.CLOSING, e.getMessage());
            case SequenceUnavailableException e ->
                reject(new Reject(RejectCode.SEQUENCE_UNAVAILABLE, e.getMessage(), e.oldest()));
            default -> reject(RejectCode.INTERNAL, String.valueOf(failure.getMessage()));
        }
    }

    private ChannelKind kind() {
        return listener.owned().properties().kind();
    }

    /**
     * Loop: accepts the peer.
     *
     * @param part what it does in the channel
     * @param ownerId identifies what the sequences of the peer belong to
     * @param confirmed last confirmed sequence
     * @param credit bytes of frames that it may send
     */
    public void accept(Admission.Participation part, long ownerId, long confirmed, long credit) {
        role = part;
        Welcome welcome = listener.owned().properties().welcome(ownerId, confirmed, credit,
                Math.min(hello.protocolVersion(), SessionEncoder.PROTOCOL_VERSION));
        connection.limitMessages(welcome.maxMessageLength());
        lastCredit = hello.creditLimit();
        connection.writer().send((encoder, buffer, index) -> encoder.welcome(buffer, index, welcome));
        established = true;
        listener.established(this);
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        return role.onData(sequence, buffer, offset, length);
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (confirmedSequence < lastConfirmed || creditLimit < lastCredit) {
            throw new SessionException("Ack decreases from sequence " + lastConfirmed + " and credit " + lastCredit
                    + " to " + confirmedSequence + " and " + creditLimit);
        }
        lastConfirmed = confirmedSequence;
        lastCredit = creditLimit;
        role.onAck(confirmedSequence, creditLimit);
    }

    @Override
    public void onWorkCredit(long limit) {
        role.onWorkCredit(limit);
    }

    @Override
    public void onSettle(long lease, Outcome outcome, long delayNanos) {
        role.onSettle(lease, outcome, delayNanos);
    }

    @Override
    public void onLookAhead() {
        role.onLookAhead();
    }

    /** Loop: looks for a reason of the role to end the session. */
    void check() {
        role.check();
    }

    /** Loop: ends the session. */
    public void bye(ByeReason reason, long lastSequence, String text) {
        if (closing) {
            return;
        }
        closing = true;
        boolean known = reason != ByeReason.REMOVED
                || hello.protocolVersion() >= SessionEncoder.RESPONDER_PROTOCOL_VERSION;
        Bye bye = known ? new Bye(lastSequence, reason, text) : new Bye(0, ByeReason.INTERNAL, text);
        connection.writer().send((encoder, buffer, index) -> encoder.bye(buffer, index, bye));
        connection.closeAfterFlush();
    }

    /** Closes the session because the owner closes. Reports the last confirmed sequence. */
    void closeForOwner() {
        if (!established) {
            reject(RejectCode.CLOSING, "the owner of channel " + listener.channel() + " is closing");
            return;
        }
        long last = role.end();
        if (last < 0) {
            connection.close(null);
        } else {
            bye(ByeReason.OWNER_CLOSING, last, "");
        }
    }

    @Override
    public void onEnquiry(long token) {
        if (!established) {
            throw new SessionException("Enquiry before Hello");
        }
        if (counts == null || countsRead != connection.reads()) {
            // Counting is expensive. One count answers all queries that arrived in one read.
            counts = countParticipants();
            countsRead = connection.reads();
        }
        if (counts == null) {
            return;
        }
        ParticipantCounts answer = counts;
        connection.writer()
                .send((encoder, buffer, index) -> encoder.participants(buffer, index, token, answer.producers(),
                        answer.consumers()));
    }

    /** Null if this process lacks resources. The query stays unanswered, because the peer is not at fault. */
    private ParticipantCounts countParticipants() {
        try {
            return listener.owned().participantCounts();
        } catch (RondoException e) {
            LOG.log(Level.DEBUG, "channel {0}: cannot count the participants: {1}", listener.channel(), e.getMessage());
            return null;
        }
    }

    @Override
    public void onBye(Bye bye) {
        role.onBye(bye.lastSequence());
        closing = true;
        connection.closeAfterFlush();
    }

    @Override
    public void onBatchEnd() {
        role.onBatchEnd();
    }

    /** The owner's consumer has consumed messages. */
    void onConsumed() {
        role.onConsumed();
    }

    @Override
    public void onFault(ByeReason reason, String what) {
        if (established) {
            connection.writer().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(0, reason, what)));
        } else {
            RejectCode code = reason == ByeReason.INTERNAL ? RejectCode.INTERNAL : RejectCode.MALFORMED;
            connection.writer().send((encoder, buffer, index) -> encoder.reject(buffer, index, new Reject(code, what)));
        }
    }

    @Override
    public void onClosed(String reason) {
        closed = true;
        if (reason != null) {
            LOG.log(Level.DEBUG, "channel {0}: a connection was closed: {1}", listener.channel(), reason);
        }
        role.onClosed();
        listener.ended(this);
    }

    /** The connection of the peer. */
    public Connection connection() {
        return connection;
    }

    /** When the Hello arrived, as {@link System#nanoTime()}. */
    long helloAt() {
        return helloAt;
    }

    /** The peer's credentials. */
    public OwnedChannel.Peer peer() {
        return peer;
    }

    /** Loop: whether the session is closing or closed, so that the peer can be neither accepted nor rejected. */
    public boolean isEnding() {
        return closing || closed;
    }
}
