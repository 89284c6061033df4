package io.rondo.broker.socket;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.access.Right;
import io.rondo.broker.sequencer.Topics;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.sequenced.DurablePosition;
import io.rondo.client.sequenced.LogHistories;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.client.sequenced.ProducerLock;
import io.rondo.client.sequenced.SequencedConsumer;
import io.rondo.client.sequenced.SubscribeRequest;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.owner.AcceptedSession;
import io.rondo.client.socket.owner.Admission;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.OwnedChannel;
import io.rondo.client.socket.owner.PublisherRegistry;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.Identity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Admits the publishers and subscribers of one topic. What may wait is done by a helper thread: draining the ingress, opening
 * the log, locks. Confined to the event loop, except what the helpers do.
 */
final class TopicAdmission implements Admission {
    /** Less than a peer waits for the answer to its Hello. */
    private static final long DRAIN_SECONDS = 4;
    private static final long RETRY_NANOS = 2_000_000L;
    /** A frame of the log has a longer header than the window reckons with. */
    private static final int FURTHER_HEADER = 64;

    private final String topic;
    private final Topics topics;
    private final SharedMemory memory;
    private final AccessControl access;
    private final Executor helpers;
    private final Listener listener;
    private final Identity egress;
    private final Identity ingress;

    TopicAdmission(TopicSockets owner, Listener listener, Identity egress, Identity ingress) {
        topic = egress.name();
        topics = owner.topics();
        memory = owner.memory();
        access = owner.access();
        helpers = owner.helpers();
        this.listener = listener;
        this.egress = egress;
        this.ingress = ingress;
    }

    @Override
    public void admit(AcceptedSession session, Join join, Hello hello) {
        if (join == null) {
            session.reject(RejectCode.KIND_MISMATCH, "channel " + topic + " is a sequenced topic: open it as one");
            return;
        }
        Right right = hello.role() == Role.PUBLISHER ? Right.PUBLISH : Right.SUBSCRIBE;
        OwnedChannel.Peer peer = session.peer();
        access.require(topic, EnumSet.of(right), peer.uid(), peer.gids());
        if (right == Right.PUBLISH) {
            admitPublisher(session, join, hello);
        } else {
            admitSubscriber(session, join, hello);
        }
    }

    @Override
    public void requireObservable(OwnedChannel.Peer peer) {
        access.require(topic, EnumSet.allOf(Right.class), peer.uid(), peer.gids());
    }

    private void admitPublisher(AcceptedSession session, Join join, Hello hello) {
        long producerId = join.producerId();
        if (producerId > SequencedLayout.MAX_PRODUCER_ID) {
            throw new SessionException("Join producerId " + producerId + " is out of range");
        }
        if (hello.nextSequence() < 1) {
            throw new SessionException("Hello nextSequence " + hello.nextSequence() + " is below 1, the first");
        }
        PublisherRegistry registry = listener.publishers();
        if (hello.resume()
                && !(hello.ownerId() == listener.ownerId() && registry.isKnown(hello.publisherId()))) {
            session.reject(RejectCode.STATE_UNKNOWN, "topic " + topic
                    + " has a new broker, which does not know the previous one's acknowledgements");
            return;
        }
        // What its earlier connection has sent is in the ingress, or is sent again.
        registry.closePrevious(hello.publisherId());
        PublisherRegistry.Entry entry = registry.resume(hello.publisherId(), hello.nextSequence() - 1);
        long received = entry.received();
        open(session, () -> hold(session.peer(), producerId, hello.resume(), received), hold -> {
            IngressPublisher publisher = new IngressPublisher(session, hold, access, listener, entry, helpers);
            registry.register(hello.publisherId(), entry, session.connection());
            session.accept(publisher, listener.ownerId(), hold.lastSequence(),
                    listener.owned().properties().window());
        }, IngressPublisher.Hold::close);
    }

    /**
     * Helper: takes what a publisher holds. Everything that it or a predecessor has published before is confirmed then, so
     * that no record is confirmed by the position of an earlier connection.
     */
    private IngressPublisher.Hold hold(OwnedChannel.Peer peer, long producerId, boolean resumes, long received) {
        LockFile lock = producerId == 0
                ? null
                : SegmentErrors.translating(() -> ProducerLock.take(topic,
                        memory.store().directory().path().resolve(ingress.name() + ".ring"), producerId));
        try {
            long last = received;
            if (producerId != 0 || resumes) {
                long recorded = topics.lastRecorded(topic, producerId, DRAIN_SECONDS);
                last = producerId == 0 ? received : recorded;
            }
            SharedMemory.RemotePublisher ring = memory.remotePublisher(ingress, peer.pid(), peer.uid());
            while (ring == null) {
                // Another process has locked the file, usually for microseconds.
                LockSupport.parkNanos(RETRY_NANOS);
                memory.requireNotLocked(ingress.name());
                ring = memory.remotePublisher(ingress, peer.pid(), peer.uid());
            }
            return new IngressPublisher.Hold(ring, producerId, lock, last);
        } catch (RuntimeException | Error e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    private void admitSubscriber(AcceptedSession session, Join join, Hello hello) {
        if (join.start() == null || join.start() == Start.SEQUENCE && hello.nextSequence() < 1) {
            throw new SessionException("Join start " + join.start() + " with Hello nextSequence "
                    + hello.nextSequence() + " names no first message");
        }
        open(session, () -> source(session.peer(), join, hello), source -> {
            SubscriberFeed feed = new SubscriberFeed(session, source, access, listener, FURTHER_HEADER);
            session.accept(feed, topicId(source.history()), source.before(), 0);
            feed.start(helpers);
        }, SubscriberFeed.Source::close);
    }

    /** What the sequences of the topic belong to: its log, or its egress. */
    private long topicId(RangeHistory history) {
        return history == null ? egress.id().getLeastSignificantBits() | 1 : history.logId();
    }

    /** Helper: opens what a feed reads from. */
    private SubscriberFeed.Source source(OwnedChannel.Peer peer, Join join, Hello hello) {
        Path log = new LogHistories(memory.store().directory()).directory(topic);
        RangeHistory history = log == null ? null : new RangeHistory(topic, log);
        DurablePosition position = null;
        try {
            if (hello.resume() && hello.ownerId() != topicId(history)) {
                throw new StateUnknown();
            }
            StartPosition from = start(join, hello);
            if (!join.subscription().isEmpty()) {
                position = durablePosition(join.subscription(), from, history);
                from = hello.resume() ? from : StartPosition.sequence(position.confirmed() + 1);
            }
            return source(peer, hello, from, history, position);
        } catch (RuntimeException | Error e) {
            if (history != null) {
                history.close();
            }
            if (position != null) {
                position.close();
            }
            throw e;
        }
    }

    /** The peer resumes at a sequence of a topic that was removed and made anew. */
    private static final class StateUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static StartPosition start(Join join, Hello hello) {
        return switch (join.start()) {
            case LATEST -> StartPosition.latest();
            case EARLIEST -> StartPosition.earliest();
            case TIME -> StartPosition.time(Instant.ofEpochSecond(
                    TimeUnit.NANOSECONDS.toSeconds(join.startTimestamp()),
                    join.startTimestamp() % TimeUnit.SECONDS.toNanos(1)));
            default -> StartPosition.sequence(hello.nextSequence());
        };
    }

    private SubscriberFeed.Source source(OwnedChannel.Peer peer, Hello hello, StartPosition from,
            RangeHistory history, DurablePosition position) {
        try {
            return source(peer, policy(hello, history), from, history, position);
        } catch (SequenceUnavailableException e) {
            if (!hello.resume()) {
                throw e;
            }
            // It missed messages while it was not connected. The next one shows how many.
            return source(peer, policy(hello, history), StartPosition.sequence(e.oldest()), history, position);
        }
    }

    /** The broker waits for no connected subscriber. */
    private static SlowConsumer policy(Hello hello, RangeHistory history) {
        return hello.slowConsumer() == io.rondo.codecs.control.SlowConsumer.EVICT
                ? SlowConsumer.EVICT
                : SlowConsumer.DROP_OLDEST;
    }

    private SubscriberFeed.Source source(OwnedChannel.Peer peer, SlowConsumer policy, StartPosition from,
            RangeHistory history, DurablePosition position) {
        AtomicReference<SequencedConsumer> consumer = new AtomicReference<>();
        boolean fromOldest = !(from instanceof StartPosition.Latest);
        SharedMemory.RemoteSubscriber subscriber = memory.remoteSequencedSubscriber(egress, policy, fromOldest,
                peer.pid(), peer.uid(), ring -> {
                    consumer.set(new SequencedConsumer(topic, ring, history, () -> 0, () -> {}));
                    consumer.get().startAt(from);
                    return consumer.get();
                });
        long next = consumer.get().next();
        return new SubscriberFeed.Source(subscriber, consumer.get(), history, position,
                next == 0 ? subscriber.messagesBefore() : next - 1);
    }

    /** Takes the entry of a durable subscription, and makes the subscription if it does not exist. */
    private DurablePosition durablePosition(String name, StartPosition from, RangeHistory history) {
        SequencedSettings.requireSubscriptionName(name);
        if (history == null) {
            throw new RondoException("topic " + topic + " has no log, which a durable subscription needs: leave the"
                    + " durable name out, or use a topic with durability os or disk");
        }
        DurablePosition position = DurablePosition.take(memory.store().directory(), topic, name);
        if (position == null) {
            topics.subscribe(new SubscribeRequest(topic, name, history.firstSequence(from)));
            position = DurablePosition.take(memory.store().directory(), topic, name);
        }
        if (position == null) {
            throw new RondoException("topic " + topic + ": durable subscription " + name
                    + " was removed while it was opened: open it again");
        }
        return position;
    }

    /** Takes part of the work to a helper, and accepts or rejects the peer with its result. */
    private <T> void open(AcceptedSession session, Supplier<T> preparing, java.util.function.Consumer<T> accepting,
            java.util.function.Consumer<T> releasing) {
        helpers.execute(() -> {
            T result;
            try {
                result = preparing.get();
            } catch (RuntimeException e) {
                listener.executor().execute(() -> reject(session, e));
                return;
            }
            listener.executor().execute(() -> {
                if (session.isEnding()) {
                    releasing.accept(result);
                } else {
                    accepting.accept(result);
                }
            });
        });
    }

    private void reject(AcceptedSession session, RuntimeException failure) {
        switch (failure) {
            case StateUnknown _ -> session.reject(RejectCode.STATE_UNKNOWN,
                    "topic " + topic + " was removed and made anew since this subscriber was connected");
            // The peer tries again, perhaps with the next broker.
            case UnavailableException e -> session.reject(RejectCode.CLOSING, e.getMessage());
            case NotReadyException e -> session.reject(RejectCode.CLOSING, e.getMessage());
            default -> session.rejectFor(failure);
        }
    }
}
