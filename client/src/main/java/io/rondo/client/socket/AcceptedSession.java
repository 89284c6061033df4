package io.rondo.client.socket;

import io.rondo.client.SlowConsumer;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.ChannelMismatchException;
import io.rondo.core.ChannelRemovedException;
import io.rondo.core.RondoException;
import java.lang.System.Logger.Level;
import org.agrona.DirectBuffer;

/** The owner's side of one connection. Nothing that comes is trusted. Confined to the loop. */
final class AcceptedSession implements Wire.Session {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final Wire wire;
    private final Listener listener;
    private OwnedChannel.Peer peer;
    /** What this peer's Hello will be answered with, or null. */
    private Reject refusal;
    /** Nothing that comes counts any more. */
    private boolean over;
    private boolean greeted;
    private Census census;
    /** The read that the census was made in. */
    private long censusRead;
    private long lastConfirmed;
    private long lastCredit;
    private QueueFeed queue;
    private TopicFeed topic;
    private long publisherId;
    private long subscriberId;

    AcceptedSession(Wire wire, Listener listener) {
        this.wire = wire;
        this.listener = listener;
    }

    /** The kernel has said who the peer is. */
    void admit(OwnedChannel.Peer who) {
        peer = who;
    }

    boolean isGreeted() {
        return greeted;
    }

    /** Whether this connection will come to nothing. */
    boolean isRefused() {
        return refusal != null || over;
    }

    /**
     * This peer will not be let in. It is told when it has said Hello: an answer before that would meet a peer that writes and
     * finds the connection closed, and may not look for what was said.
     */
    void refuse(RejectCode code, String text) {
        refusal = new Reject(code, text);
    }

    void reject(RejectCode code, String text) {
        if (over) {
            return;
        }
        over = true;
        wire.outlet().send((encoder, buffer, index) -> encoder.reject(buffer, index, new Reject(code, text)));
        wire.endAfterWriting();
    }

    @Override
    public void onHello(Hello hello) {
        if (greeted) {
            throw new SessionException("a second Hello is not expected");
        }
        if (refusal == null) {
            listener.mayEnter(this);
        }
        if (refusal != null) {
            reject(refusal.code(), refusal.text());
            return;
        }
        String name = listener.channel();
        if (!hello.channel().equals(name)) {
            reject(RejectCode.WRONG_CHANNEL, "this is the owner of channel " + name + ", not " + hello.channel()
                    + ": connect to that one's socket");
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
            // No channel has such an option.
            reject(RejectCode.OPTION_MISMATCH, "channel " + listener.channel() + ": " + e.getMessage());
        } catch (ChannelInUseException e) {
            reject(RejectCode.ROLE_TAKEN, e.getMessage());
        } catch (ChannelRemovedException e) {
            // The owner is about to close. The peer connects again, to the next owner.
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
                    + " is a topic, whose only publisher is its owner, which listens here: stop that one first");
            return;
        }
        if (hello.resume()
                && !(hello.ownerId() == listener.ownerId() && listener.publishers().knows(hello.publisherId()))) {
            reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel()
                    + " has another owner now, which does not know what the one before confirmed");
            return;
        }
        publisherId = hello.publisherId();
        // Its place in the channel may be the one that this connection needs.
        listener.publishers().endEarlier(publisherId);
        Publishers.Entry publisher = listener.publishers().recall(publisherId, hello.nextSequence() - 1);
        queue = new QueueFeed(wire, publisher, listener, peer);
        listener.publishers().begin(publisherId, publisher, wire);
        welcome(publisher.confirmed(), queue.window());
    }

    private void admitSubscriber(Hello hello) {
        if (kind() == ChannelKind.QUEUE) {
            reject(RejectCode.ROLE_TAKEN, "channel " + listener.channel()
                    + " is a queue, whose only consumer is its owner, which listens here: stop that one first");
            return;
        }
        if (hello.resume() && hello.ownerId() != listener.ownerId()) {
            reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel() + " has another owner now");
            return;
        }
        subscriberId = hello.publisherId();
        topic = listener.feeds().resume(hello);
        if (topic == null) {
            topic = listener.feeds().open(hello, listener.owned(), peer, policy(hello));
        } else {
            topic.window().confirm(hello.nextSequence() - 1);
        }
        topic.connect(wire);
        welcome(topic.window().confirmedSequence(), 0);
        lastCredit = hello.creditLimit();
        topic.window().credit(lastCredit);
        wire.outlet().attach(topic.window());
    }

    private static SlowConsumer policy(Hello hello) {
        return hello.slowConsumer() == null ? SlowConsumer.BLOCK : SlowConsumer.valueOf(hello.slowConsumer().name());
    }

    private ChannelKind kind() {
        return listener.owned().welcome(0, 0, 0).kind();
    }

    private void welcome(long confirmed, long credit) {
        Welcome welcome = listener.owned().welcome(listener.ownerId(), confirmed, credit);
        wire.admit(welcome.maxMessageLength());
        wire.outlet().send((encoder, buffer, index) -> encoder.welcome(buffer, index, welcome));
        greeted = true;
        listener.greeted(this);
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        if (queue == null) {
            throw new SessionException("Data is expected from a publisher only");
        }
        return queue.onData(sequence, buffer, offset, length);
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (topic == null) {
            throw new SessionException("Ack is expected from a subscriber only");
        }
        if (confirmedSequence < lastConfirmed || creditLimit < lastCredit) {
            throw new SessionException("Ack goes back, from sequence " + lastConfirmed + " and credit " + lastCredit
                    + " to " + confirmedSequence + " and " + creditLimit);
        }
        lastConfirmed = confirmedSequence;
        lastCredit = creditLimit;
        topic.window().confirm(confirmedSequence);
        topic.window().credit(creditLimit);
        wire.outlet().kick();
        topic.source().onRoom();
        sayEviction();
        listener.look();
    }

    /**
     * Tells an evicted subscriber at once, ahead of what waits in the window: it handles no further message, as in
     * shared memory.
     */
    void sayEviction() {
        String why = topic == null ? null : topic.eviction();
        if (why != null && !over) {
            // Nothing but Ack follows Bye.
            wire.outlet().detach();
            bye(ByeReason.EVICTED, topic.window().confirmedSequence(), why);
        }
    }

    void bye(ByeReason reason, long lastSequence, String text) {
        if (over) {
            return;
        }
        over = true;
        wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(lastSequence, reason, text)));
        wire.endAfterWriting();
    }

    /** The owner goes: says what it has. */
    void sayOwnerCloses() {
        if (!greeted) {
            reject(RejectCode.CLOSING, "the owner of channel " + listener.channel() + " is about to go");
            return;
        }
        long last = queue != null ? queue.settleForNextOwner() : topic != null ? topic.window().confirmedSequence() : 0;
        bye(ByeReason.OWNER_CLOSING, last, "");
    }

    @Override
    public void onEnquiry(long token) {
        if (!greeted) {
            throw new SessionException("Enquiry before Hello");
        }
        if (census == null || censusRead != wire.reads()) {
            // All that came with one read was asked before it: one count, which costs a good deal, answers it all.
            census = count();
            censusRead = wire.reads();
        }
        if (census == null) {
            return;
        }
        Census answer = census;
        wire.outlet().send((encoder, buffer, index) -> encoder.participants(buffer, index, token, answer.producers(),
                answer.consumers()));
    }

    /** Null if this process is short of something: that is no fault of the peer, which goes on without an answer. */
    private Census count() {
        try {
            return listener.owned().census();
        } catch (RondoException e) {
            LOG.log(Level.DEBUG, "channel {0}: cannot count who takes part: {1}", listener.channel(), e.getMessage());
            return null;
        }
    }

    @Override
    public void onBye(Bye bye) {
        if (queue != null) {
            queue.settle();
            listener.publishers().forget(publisherId);
        }
        if (topic != null) {
            topic.close();
        }
        over = true;
        wire.endAfterWriting();
    }

    @Override
    public void onBatchEnd() {
        if (queue != null) {
            queue.onBatchEnd();
        }
    }

    /** Something that a queue's publishers wait for may have happened. */
    void onConsumed() {
        if (queue != null) {
            queue.onConsumed();
        }
    }

    @Override
    public void onFault(ByeReason reason, String what) {
        if (greeted) {
            wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(0, reason, what)));
        } else {
            RejectCode code = reason == ByeReason.INTERNAL ? RejectCode.INTERNAL : RejectCode.MALFORMED;
            wire.outlet().send((encoder, buffer, index) -> encoder.reject(buffer, index, new Reject(code, what)));
        }
    }

    @Override
    public void onEnd(String reason) {
        if (reason != null) {
            LOG.log(Level.DEBUG, "channel {0}: a connection was closed: {1}", listener.channel(), reason);
        }
        if (queue != null) {
            queue.close();
            listener.publishers().end(queue.publisher());
        }
        if (topic != null) {
            topic.disconnect();
            listener.feeds().keep(subscriberId, topic);
        }
        listener.ended(this);
    }

    Wire wire() {
        return wire;
    }
}
