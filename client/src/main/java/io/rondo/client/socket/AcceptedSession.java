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
import io.rondo.core.RondoException;
import org.agrona.DirectBuffer;

/** The owner's side of one connection. Nothing that comes is trusted. Confined to the loop. */
final class AcceptedSession implements Wire.Session {
    private final Wire wire;
    private final Listener listener;
    private OwnedChannel.Peer peer;
    private boolean rejected;
    private boolean greeted;
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

    void reject(RejectCode code, String text) {
        rejected = true;
        wire.outlet().send((encoder, buffer, index) -> encoder.reject(buffer, index, new Reject(code, text)));
        wire.endAfterWriting();
    }

    @Override
    public void onHello(Hello hello) {
        if (rejected) {
            return;
        }
        if (greeted) {
            throw new SessionException("a second Hello is not expected");
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
            reject(RejectCode.OPTION_MISMATCH, e.getMessage());
        } catch (ChannelInUseException e) {
            reject(RejectCode.ROLE_TAKEN, e.getMessage());
        } catch (RondoException e) {
            reject(RejectCode.INTERNAL, e.getMessage());
        }
    }

    private void admitPublisher(Hello hello) {
        if (hello.publisherId() == 0 || hello.nextSequence() < 1) {
            throw new SessionException("a publisher's Hello has publisher id " + hello.publisherId()
                    + " and next sequence " + hello.nextSequence());
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
        Publishers.Entry publisher = listener.publishers().begin(hello.publisherId(), wire);
        if (!hello.resume()) {
            publisher.took(hello.nextSequence() - 1);
            publisher.confirmed(hello.nextSequence() - 1);
        }
        publisherId = hello.publisherId();
        queue = new QueueFeed(wire, publisher, listener, peer);
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
        topic.window().credit(hello.creditLimit());
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
        topic.window().confirm(confirmedSequence);
        topic.window().credit(creditLimit);
        wire.outlet().kick();
        topic.source().onRoom();
        sayEviction();
        listener.look();
    }

    /** An evicted subscriber is told at the end of what it was sent before. */
    void sayEviction() {
        String why = topic == null ? null : topic.eviction();
        if (why != null && topic.window().isConfirmed()) {
            bye(ByeReason.EVICTED, topic.window().confirmedSequence(), why);
        }
    }

    void bye(ByeReason reason, long lastSequence, String text) {
        wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index, new Bye(lastSequence, reason, text)));
        wire.endAfterWriting();
    }

    /** The owner goes: says what it has. */
    void sayOwnerCloses() {
        if (!greeted) {
            reject(RejectCode.CLOSING, "the owner of channel " + listener.channel() + " is about to go");
            return;
        }
        long last = queue != null ? queue.settle() : topic != null ? topic.window().confirmedSequence() : 0;
        bye(ByeReason.OWNER_CLOSING, last, "");
    }

    @Override
    public void onEnquiry(long token) {
        if (!greeted) {
            throw new SessionException("Enquiry before Hello");
        }
        Census census = listener.owned().census();
        wire.outlet().send((encoder, buffer, index) -> encoder.participants(buffer, index, token, census.producers(),
                census.consumers()));
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
        wire.end(null);
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
    public void onFault(String what) {
        if (greeted) {
            wire.outlet().send((encoder, buffer, index) -> encoder.bye(buffer, index,
                    new Bye(0, ByeReason.PROTOCOL_ERROR, what)));
        } else {
            wire.outlet().send((encoder, buffer, index) -> encoder.reject(buffer, index,
                    new Reject(RejectCode.MALFORMED, what)));
        }
    }

    @Override
    public void onEnd(String reason) {
        if (queue != null) {
            queue.close();
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
