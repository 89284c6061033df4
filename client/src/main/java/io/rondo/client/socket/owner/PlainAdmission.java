package io.rondo.client.socket.owner;

import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.FrameWriter;
import io.rondo.client.socket.owner.work.ConnectedWorker;
import io.rondo.client.socket.owner.work.WorkFeed;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.core.layout.WorkEntryLayout;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Admits the publishers of queues, the subscribers of topics, and both sides of work queues. Confined to the event loop. */
final class PlainAdmission implements Admission {
    private static final long RETRY_MILLIS = 2;
    /** Shorter than the time in which a peer expects the answer to its Hello. */
    private static final long MAX_LOCKED_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final PlainChannel channel;
    private final Listener listener;

    PlainAdmission(PlainChannel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public void admit(AcceptedSession session, Join join, Hello hello) {
        if (join != null) {
            session.reject(RejectCode.KIND_MISMATCH, "channel " + listener.channel() + " is a "
                    + kind().name().toLowerCase(Locale.ROOT) + ", not a sequenced topic: use its kind");
        } else if (kind() == ChannelKind.SERVICE && hello.terms().kind() != ChannelKind.SERVICE) {
            session.reject(RejectCode.KIND_MISMATCH, "channel " + listener.channel()
                    + " belongs to a service, but a plain channel was asked for: use the service");
        } else if (hello.role() == Role.PUBLISHER) {
            admitPublisher(session, hello);
        } else {
            admitSubscriber(session, hello);
        }
    }

    private ChannelKind kind() {
        return channel.properties().kind();
    }

    private void admitPublisher(AcceptedSession session, Hello hello) {
        if (hello.nextSequence() < 1) {
            throw new SessionException("Hello nextSequence " + hello.nextSequence() + " is below 1, the first");
        }
        if (kind() == ChannelKind.TOPIC) {
            session.reject(RejectCode.ROLE_TAKEN, "channel " + listener.channel()
                    + " is a topic with a single publisher, the owner that listens here: stop it first");
            return;
        }
        if (hello.resume()
                && !(hello.ownerId() == listener.ownerId() && listener.publishers().isKnown(hello.publisherId()))) {
            session.reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel()
                    + " has a new owner, which does not know the previous owner's acknowledgements");
            return;
        }
        long id = hello.publisherId();
        Connection connection = session.connection();
        // This publisher's earlier connection may occupy the slot that the new one needs.
        listener.publishers().closePrevious(id);
        PublisherRegistry.Entry publisher = listener.publishers().resume(id, hello.nextSequence() - 1);
        PublisherSink sink = channel.admitPublisher(session.peer(), publisher.id(), connection::resume);
        if (sink == null) {
            admitLater(session);
            return;
        }
        QueueReceiver receiver = new QueueReceiver(connection, publisher, sink, channel.properties());
        listener.publishers().register(id, publisher, connection);
        session.accept(new Publisher(id, receiver), listener.ownerId(), publisher.confirmed(), receiver.window());
    }

    private void admitSubscriber(AcceptedSession session, Hello hello) {
        if (channel.properties().competingConsumers()) {
            admitWorker(session, hello);
            return;
        }
        if (kind() != ChannelKind.TOPIC) {
            session.reject(RejectCode.ROLE_TAKEN, "channel " + listener.channel()
                    + " is a queue with a single consumer, the owner that listens here: stop it first");
            return;
        }
        if (hello.resume() && hello.ownerId() != listener.ownerId()) {
            session.reject(RejectCode.STATE_UNKNOWN, "channel " + listener.channel() + " has a new owner");
            return;
        }
        TopicSender sender = listener.subscribers().resume(hello);
        if (sender == null) {
            sender = listener.subscribers().open(hello, channel, session.peer(), policy(hello));
            if (sender == null) {
                admitLater(session);
                return;
            }
        } else {
            sender.window().confirm(hello.nextSequence() - 1);
        }
        sender.connect(session.connection());
        session.accept(new Subscriber(hello.publisherId(), sender, session), listener.ownerId(),
                sender.window().confirmedSequence(), 0);
        sender.window().credit(hello.creditLimit());
        session.connection().writer().attach(sender.window());
    }

    private void admitWorker(AcceptedSession session, Hello hello) {
        // Of a service, the kind was compared before.
        boolean service = kind() == ChannelKind.SERVICE;
        if (!service && hello.terms().kind() != ChannelKind.WORK) {
            session.reject(RejectCode.KIND_MISMATCH, "channel " + listener.channel()
                    + " is a work queue, and its subscriber did not ask for one: name the kind");
            return;
        }
        int oldest = service
                ? SessionEncoder.RESPONDER_PROTOCOL_VERSION
                : SessionEncoder.WORK_SUBSCRIBER_PROTOCOL_VERSION;
        if (hello.protocolVersion() < oldest) {
            session.reject(RejectCode.PROTOCOL_VERSION, "channel " + listener.channel() + " speaks version " + oldest
                    + " of the session with " + (service ? "responders" : "subscribers") + ", not "
                    + hello.protocolVersion() + ": use the same release on both sides");
            return;
        }
        WorkFeed feed = channel.admitWorker(session.peer());
        if (feed == null) {
            admitLater(session);
            return;
        }
        session.accept(new ConnectedWorker(feed, session, WorkEntryLayout.MAX_DELAY_NANOS, service), listener.ownerId(),
                0, 0);
        FrameWriter writer = session.connection().writer();
        writer.attach(feed.frames());
        feed.start(writer::flush, listener::checkProgress);
    }

    /** Another process has locked the channel's file, usually for microseconds. The event loop does not wait for it. */
    private void admitLater(AcceptedSession session) {
        long now = System.nanoTime();
        if (now - session.helloAt() > MAX_LOCKED_NANOS) {
            channel.requireNotLocked();
            session.reject(RejectCode.CLOSING,
                    "channel " + listener.channel() + ": other processes have locked its file");
        } else {
            listener.eventLoop().schedule(session::admit, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static SlowConsumer policy(Hello hello) {
        return hello.slowConsumer() == null ? SlowConsumer.BLOCK : SlowConsumer.valueOf(hello.slowConsumer().name());
    }

    /** A queue's connected publisher. */
    private final class Publisher implements Admission.Participation {
        private final long id;
        private final QueueReceiver receiver;

        Publisher(long id, QueueReceiver receiver) {
            this.id = id;
            this.receiver = receiver;
        }

        @Override
        public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
            return receiver.onData(sequence, buffer, offset, length);
        }

        @Override
        public void onBatchEnd() {
            receiver.onBatchEnd();
        }

        @Override
        public void onConsumed() {
            receiver.onConsumed();
        }

        @Override
        public void onBye(long lastSequence) {
            receiver.acknowledgeAll();
            listener.publishers().remove(id);
        }

        @Override
        public long end() {
            return receiver.withdrawUnconfirmed();
        }

        @Override
        public void onClosed() {
            receiver.close();
            listener.publishers().disconnect(receiver.publisher());
        }
    }

    /** A topic's connected subscriber. */
    private final class Subscriber implements Admission.Participation {
        private final long id;
        private final TopicSender sender;
        private final AcceptedSession session;

        Subscriber(long id, TopicSender sender, AcceptedSession session) {
            this.id = id;
            this.sender = sender;
            this.session = session;
        }

        @Override
        public void onAck(long confirmedSequence, long creditLimit) {
            sender.window().confirm(confirmedSequence);
            sender.window().credit(creditLimit);
            session.connection().writer().flush();
            sender.source().onSpace();
            check();
            listener.checkProgress();
        }

        /**
         * Sends Bye to an evicted subscriber before the Data in its window. As in shared memory, it handles no further
         * message.
         */
        @Override
        public void check() {
            String reason = sender.eviction();
            if (reason != null && !session.isEnding()) {
                session.connection().writer().detach();
                session.bye(ByeReason.EVICTED, sender.window().confirmedSequence(), reason);
            }
        }

        @Override
        public void onBye(long lastSequence) {
            sender.close();
        }

        @Override
        public long end() {
            return sender.window().confirmedSequence();
        }

        @Override
        public void onClosed() {
            sender.disconnect();
            listener.subscribers().onDisconnected(id, sender);
        }
    }
}
