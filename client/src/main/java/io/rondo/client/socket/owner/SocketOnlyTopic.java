package io.rondo.client.socket.owner;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.session.MessageSink;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.session.Terms;
import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;

/** A topic of an owner without a segment. Each message is copied into the window of every connected subscriber. */
public final class SocketOnlyTopic implements MessageSink, PlainChannel {
    private final SocketOnlyChannel channel;
    private final ThreadParker parker;
    /** Guards changes of the subscriptions and the delivery of a message to them. */
    private final Object lock = new Object();
    private volatile Subscription[] subscriptions = {};
    private final SegmentBuffer message = new SegmentBuffer();
    private MemorySegment claimed = MemorySegment.ofArray(new byte[256]);
    private int claimedLength;
    private volatile long lastNumber;
    private Listener listener;

    public SocketOnlyTopic(SocketOnlyChannel channel, ThreadParker parker) {
        this.channel = channel;
        this.parker = parker;
    }

    /** Sets the listener. Called once, before the first message is published. */
    public void setListener(Listener started) {
        listener = started;
    }

    @Override
    public long tryClaim(int length) {
        for (Subscription subscription : subscriptions) {
            if (subscription.isBlocked(length)) {
                return Publisher.BACK_PRESSURED;
            }
        }
        if (length > claimed.byteSize()) {
            claimed = MemorySegment.ofArray(new byte[Math.max(length, 2 * (int) claimed.byteSize())]);
        }
        claimedLength = length;
        return CLAIMED;
    }

    @Override
    public void wrapClaim(SegmentBuffer view) {
        view.wrap(claimed, 0, claimedLength);
    }

    @Override
    public void shorten(int length) {
        claimedLength = length;
    }

    @Override
    public long commit() {
        message.wrap(claimed, 0, claimedLength);
        synchronized (lock) {
            long next = lastNumber + 1;
            lastNumber = next;
            for (Subscription subscription : subscriptions) {
                subscription.offer(next);
            }
            return next;
        }
    }

    @Override
    public int maxMessageLength() {
        return channel.maxMessageLength();
    }

    @Override
    public long confirmed() {
        long least = lastNumber;
        for (Subscription subscription : subscriptions) {
            least = Math.min(least, subscription.confirmed());
        }
        return least;
    }

    @Override
    public void requireNotLocked() {
        // No file is locked.
    }

    @Override
    public ParticipantCounts participantCounts() {
        return new ParticipantCounts(1, subscriptions.length);
    }

    @Override
    public void close(long lingerNanos) {
        listener.close(lingerNanos);
    }

    @Override
    public Properties properties() {
        return channel.properties();
    }

    @Override
    public void requireMatch(Terms terms) {
        channel.requireMatch(terms);
    }

    @Override
    public PublisherSink admitPublisher(Peer peer, long id, Runnable onSpace) {
        throw new ChannelInUseException("channel " + channel.name() + " is a topic and has its producer");
    }

    @Override
    public SubscriberSource admitSubscriber(Peer peer, SlowConsumer policy) {
        if (subscriptions.length >= channel.maxParticipants()) {
            throw channel.full("consumers");
        }
        return new Subscription(policy);
    }

    /** A connected subscriber. */
    private final class Subscription implements SubscriberSource {
        private final SlowConsumer policy;
        private volatile TopicSender sender;
        /** Guarded by the lock. Null unless the policy is DROP_OLDEST. */
        private final Backlog backlog;
        private boolean evicted;

        Subscription(SlowConsumer policy) {
            this.policy = policy;
            backlog = policy == SlowConsumer.DROP_OLDEST
                    ? new Backlog(channel.capacity(), channel.maxMessageLength())
                    : null;
        }

        /** Publisher's thread: whether the message must wait for this subscriber. Claims space if not. */
        boolean isBlocked(int length) {
            return policy == SlowConsumer.BLOCK && !sender.window().tryClaimBeyondCredit(length);
        }

        /** Publisher's thread, under the lock. */
        void offer(long next) {
            switch (policy) {
                case DROP_OLDEST -> {
                    if (!backlog.isEmpty() || !sender.offer(next, message, 0, claimedLength)) {
                        backlog.add(next, message, 0, claimedLength);
                    }
                }
                // A subscriber that joined after the claim has an empty window.
                case BLOCK -> sender.offerBeyondCredit(next, message, 0, claimedLength);
                default -> {
                    if (!evicted && !sender.offerBeyondCredit(next, message, 0, claimedLength)) {
                        evict(next);
                    }
                }
            }
        }

        private void evict(long next) {
            evicted = true;
            sender.evict("subscriber of channel " + channel.name() + " was evicted: it was "
                    + (next - 1 - confirmed()) + " messages behind and the publisher did not wait for it: read faster, "
                    + "or use another slow consumer policy");
            listener.eventLoop().execute(() -> {
                close();
                listener.checkProgress();
            });
        }

        long confirmed() {
            return sender.window().confirmedSequence();
        }

        @Override
        public long messagesBefore() {
            return lastNumber;
        }

        @Override
        public void start(TopicSender receiver) {
            sender = receiver;
            synchronized (lock) {
                receiver.window().startAfter(lastNumber);
                subscriptions = Stream.concat(Stream.of(subscriptions), Stream.of(this)).toArray(Subscription[]::new);
            }
        }

        @Override
        public void onSpace() {
            if (backlog != null) {
                synchronized (lock) {
                    backlog.drainTo(sender);
                }
            }
            parker.wake();
        }

        /** Called while the publisher is in no call. */
        @Override
        public boolean isDrained() {
            synchronized (lock) {
                return backlog == null || backlog.isEmpty();
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                subscriptions = Arrays.stream(subscriptions).filter(subscription -> subscription != this)
                        .toArray(Subscription[]::new);
            }
            parker.wake();
        }
    }
}
