package io.rondo.client.socket.owner;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The owner's side of one connection. Validates everything that arrives. Confined to the event loop, or to the thread
 * that holds its lease.
 */
final class AcceptedSession implements Connection.Session {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    private static final long RETRY_MILLIS = 2;
    /** Shorter than the time in which a peer expects the answer to its Hello. */
    private static final long MAX_LOCKED_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Connection connection;
    private final Listener listener;
    private OwnedChannel.Peer peer;
    /** The answer to the peer's Hello; null to accept it. */
    private Reject refusal;
    /** A closing frame was sent or received. Later frames are ignored. */
    private boolean closing;
    private boolean closed;
    /** When this was first to be admitted and the channel's file was locked; 0 before. */
    private long admissionBegan;
    private boolean established;
    private ParticipantCounts counts;
    /** {@link Connection#reads} at the time of the count. */
    private long countsRead;
    private long lastConfirmed;
    private long lastCredit;
    private QueueReceiver receiver;
    private TopicSender sender;
    private long publisherId;
    private long subscriberId;

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

    void reject(RejectCode code, String text) {
        if (closing) {
            return;
        }
        closing = true;
        connection.writer().send((encoder, buffer, index) -> encoder.reject(buffer, index, new Reject(code, text)));
        connection.closeAfterFlush();
    }

    @Override
    public void onHello(Hello hello) {
        if (established || admissionBegan != 0) {
            throw new SessionException("unexpected second Hello");
        }
        if (refusal == null) {
            listener.checkLimits(this);
        }
        if (refusal != null) {
            reject(refusal.code(), refusal.text());
            return;
        }
        String name = listener.channel();
        if (!hello.channel().equals(name)) {
            reject(RejectCode.WRONG_CHANNEL, "this is the owner of channel " + name + ", not " + hello.channel()
                    + ": connect to that channel's socket");
        } else if (hello.protocolVersion() < SessionEncoder.PROTOCOL_VERSION) {
            reject(RejectCode.PROTOCOL_VERSION, "channel " + name + " speaks version "
                    + SessionEncoder.PROTOCOL_VERSION + " of the session, not " + hello.protocolVersion()
                    + ": use the same release on both sides");
        } else {
            admit(hello);
        }
    }

    private void admit(Hello hello) {
        try {
            listener.owned().requireMatch(hello.terms());
            switch (hello.role()) {
                case PUBLISHER -> admitPublisher(hello);
                case SUBSCRIBER -> admitSubscriber(hello);
                default -> welcome(0, 0);
            }
        } catch (ChannelMismatchException e) {
            boolean otherKind = hello.terms().kind() != null && hello.terms().kind() != kind();
            reject(otherKind ? RejectCode.KIND_MISMATCH : RejectCode.OPTION_MISMATCH, e.getMessage());
        } catch (IllegalArgumentException e) {
            // The option is invalid for every channel.
            reject(RejectCode.OPTION_MISMATCH, "channel " + listener.channel() + ": " + e.getMessage());
        } catch (ChannelInUseException e) {
            reject(RejectCode.ROLE_TAKEN, e.getMessage());
        } catch (ChannelRemovedException e) {
            // The owner is about to close. The peer reconnects to the next owner.
            reject(RejectCode.CLOSING, e.getMessage());
        } catch (RondoException e) {
            reject(RejectCode.INTERNAL, e.getMessage());
        }
    }

    private void admitPublisher(Hello hello) {
        if (hello.nextSequence() < 1) {
            throw new SessionException("Hello nextSequence " + hello.nextSequence() + " is below 1, the first");
        }
        if (kind() == ChannelKind.TOPIC) {
            reject(RejectCode.ROLE_TAKEN, "channel " + listener.channel()
                    + " is a topic with a single publisher, the owner that listens here: stop it first");
            return;
        }
        if (hello.resume()
                && !(hello.ownerId() == listener.ownerId() && listener.publishers().isKnown(hello.publisherId()))) {
            reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel()
                    + " has a new owner, which does not know the previous owner's acknowledgements");
            return;
        }
        publisherId = hello.publisherId();
        // This publisher's earlier connection may occupy the slot that the new one needs.
        listener.publishers().closePrevious(publisherId);
        PublisherRegistry.Entry publisher = listener.publishers().resume(publisherId, hello.nextSequence() - 1);
        PublisherSink sink = listener.owned().admitPublisher(peer, publisher.id(), connection::resume);
        if (sink == null) {
            admitLater(hello);
            return;
        }
        receiver = new QueueReceiver(connection, publisher, sink, listener.owned().properties());
        listener.publishers().register(publisherId, publisher, connection);
        welcome(publisher.confirmed(), receiver.window());
    }

    private void admitSubscriber(Hello hello) {
        if (kind() == ChannelKind.QUEUE) {
            reject(RejectCode.ROLE_TAKEN, "channel " + listener.channel()
                    + " is a queue with a single consumer, the owner that listens here: stop it first");
            return;
        }
        if (hello.resume() && hello.ownerId() != listener.ownerId()) {
            reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel() + " has a new owner");
            return;
        }
        subscriberId = hello.publisherId();
        sender = listener.subscribers().resume(hello);
        if (sender == null) {
            sender = listener.subscribers().open(hello, listener.owned(), peer, policy(hello));
            if (sender == null) {
                admitLater(hello);
                return;
            }
        } else {
            sender.window().confirm(hello.nextSequence() - 1);
        }
        sender.connect(connection);
        welcome(sender.window().confirmedSequence(), 0);
        lastCredit = hello.creditLimit();
        sender.window().credit(lastCredit);
        connection.writer().attach(sender.window());
    }

    /** Another process has locked the channel's file, usually for microseconds. The event loop does not wait for it. */
    private void admitLater(Hello hello) {
        if (admissionBegan == 0) {
            admissionBegan = System.nanoTime() | 1;
        } else if (System.nanoTime() - admissionBegan > MAX_LOCKED_NANOS) {
            listener.owned().requireNotLocked();
            reject(RejectCode.CLOSING, "channel " + listener.channel() + ": other processes have locked its file");
            return;
        }
        listener.eventLoop().schedule(() -> {
            if (!closing && !closed) {
                admit(hello);
            }
        }, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static SlowConsumer policy(Hello hello) {
        return hello.slowConsumer() == null ? SlowConsumer.BLOCK : SlowConsumer.valueOf(hello.slowConsumer().name());
    }

    private ChannelKind kind() {
        return listener.owned().properties().kind();
    }

    private void welcome(long confirmed, long credit) {
        Welcome welcome = listener.owned().properties().welcome(listener.ownerId(), confirmed, credit);
        connection.limitMessages(welcome.maxMessageLength());
        connection.writer().send((encoder, buffer, index) -> encoder.welcome(buffer, index, welcome));
        established = true;
        listener.established(this);
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        if (receiver == null) {
            throw new SessionException("Data is expected from a publisher only");
        }
        return receiver.onData(sequence, buffer, offset, length);
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (sender == null) {
            throw new SessionException("Ack is expected from a subscriber only");
        }
        if (confirmedSequence < lastConfirmed || creditLimit < lastCredit) {
            throw new SessionException("Ack decreases from sequence " + lastConfirmed + " and credit " + lastCredit
                    + " to " + confirmedSequence + " and " + creditLimit);
        }
        lastConfirmed = confirmedSequence;
        lastCredit = creditLimit;
        sender.window().confirm(confirmedSequence);
        sender.window().credit(creditLimit);
        connection.writer().flush();
        sender.source().onSpace();
        reportEviction();
        listener.checkProgress();
    }

    /**
     * Sends Bye to an evicted subscriber before the Data in its window. As in shared memory, it handles no further
     * message.
     */
    void reportEviction() {
        String reason = sender == null ? null : sender.eviction();
        if (reason != null && !closing) {
            // No Data frame may follow a Bye.
            connection.writer().detach();
            bye(ByeReason.EVICTED, sender.window().confirmedSequence(), reason);
        }
    }

    void bye(ByeReason reason, long lastSequence, String text) {
        if (closing) {
            return;
        }
        closing = true;
        connection.writer()
                .send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(lastSequence, reason, text)));
        connection.closeAfterFlush();
    }

    /** Closes the session because the owner closes. Reports the last confirmed sequence. */
    void closeForOwner() {
        if (!established) {
            reject(RejectCode.CLOSING, "the owner of channel " + listener.channel() + " is closing");
            return;
        }
        long last = receiver != null
                ? receiver.withdrawUnconfirmed()
                : sender != null ? sender.window().confirmedSequence() : 0;
        bye(ByeReason.OWNER_CLOSING, last, "");
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
        if (receiver != null) {
            receiver.acknowledgeAll();
            listener.publishers().remove(publisherId);
        }
        if (sender != null) {
            sender.close();
        }
        closing = true;
        connection.closeAfterFlush();
    }

    @Override
    public void onBatchEnd() {
        if (receiver != null) {
            receiver.onBatchEnd();
        }
    }

    /** The owner's consumer has consumed messages. */
    void onConsumed() {
        if (receiver != null) {
            receiver.onConsumed();
        }
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
        if (receiver != null) {
            receiver.close();
            listener.publishers().disconnect(receiver.publisher());
        }
        if (sender != null) {
            sender.disconnect();
            listener.subscribers().onDisconnected(subscriberId, sender);
        }
        listener.ended(this);
    }

    Connection connection() {
        return connection;
    }
}
