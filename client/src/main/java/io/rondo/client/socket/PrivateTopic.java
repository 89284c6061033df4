package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;

/** A topic whose owner has no segment: each message is copied into the window of every connected subscriber. */
final class PrivateTopic implements Outbox, OwnedChannel {
    private final PrivateChannel channel;
    private final ThreadParker parker;
    /** Of who changes the members, or gives them a message. */
    private final Object turn = new Object();
    private volatile Member[] members = {};
    private final SegmentBuffer message = new SegmentBuffer();
    private MemorySegment scratch = MemorySegment.ofArray(new byte[256]);
    private int claimedLength;
    private volatile long number;
    private Listener listener;

    PrivateTopic(PrivateChannel channel, ThreadParker parker) {
        this.channel = channel;
        this.parker = parker;
    }

    /** Called once, before the first message is published. */
    void listen(Listener its) {
        listener = its;
    }

    @Override
    public long tryClaim(int length) {
        for (Member member : members) {
            if (member.holdsUp(length)) {
                return Publisher.BACK_PRESSURED;
            }
        }
        if (length > scratch.byteSize()) {
            scratch = MemorySegment.ofArray(new byte[Math.max(length, 2 * (int) scratch.byteSize())]);
        }
        claimedLength = length;
        return CLAIMED;
    }

    @Override
    public void moveTo(SegmentBuffer view) {
        view.wrap(scratch, 0, claimedLength);
    }

    @Override
    public long commit() {
        message.wrap(scratch, 0, claimedLength);
        synchronized (turn) {
            long next = number + 1;
            number = next;
            for (Member member : members) {
                member.offer(next);
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
        long least = number;
        for (Member member : members) {
            least = Math.min(least, member.confirmed());
        }
        return least;
    }

    @Override
    public Census census() {
        return new Census(1, members.length);
    }

    @Override
    public void close(long lingerNanos) {
        listener.close(lingerNanos);
    }

    @Override
    public Welcome welcome(long ownerId, long confirmedSequence, long creditLimit) {
        return channel.welcome(ownerId, confirmedSequence, creditLimit);
    }

    @Override
    public void requireMatch(Terms terms) {
        channel.requireMatch(terms);
    }

    @Override
    public Inflow admitPublisher(Peer peer, long id, Runnable onRoom) {
        throw new ChannelInUseException("channel " + channel.name() + " is a topic and has its producer");
    }

    @Override
    public Outflow admitSubscriber(Peer peer, SlowConsumer policy) {
        return new Member(policy);
    }

    /** A connected subscriber. */
    private final class Member implements Outflow {
        private final SlowConsumer policy;
        private volatile TopicFeed feed;
        /** Guarded by the turn; only of those that drop the oldest. */
        private final Backlog backlog;
        private boolean evicted;

        Member(SlowConsumer policy) {
            this.policy = policy;
            backlog = policy == SlowConsumer.DROP_OLDEST
                    ? new Backlog(channel.capacity(), channel.maxMessageLength())
                    : null;
        }

        /** Publisher's thread: whether the message has to wait for this one; if not, it has a place. */
        boolean holdsUp(int length) {
            return policy == SlowConsumer.BLOCK && !feed.window().tryClaimAhead(length);
        }

        /** Publisher's thread, at its turn. */
        void offer(long next) {
            switch (policy) {
                case DROP_OLDEST -> {
                    if (!backlog.isEmpty() || !feed.offer(next, message, 0, claimedLength)) {
                        backlog.add(next, message, 0, claimedLength);
                    }
                }
                // One that joined after the claim has all its room.
                case BLOCK -> feed.offerAhead(next, message, 0, claimedLength);
                default -> {
                    if (!evicted && !feed.offerAhead(next, message, 0, claimedLength)) {
                        evict(next);
                    }
                }
            }
        }

        private void evict(long next) {
            evicted = true;
            feed.evict("subscriber of channel " + channel.name() + " was evicted: it was "
                    + (next - 1 - confirmed()) + " messages behind and the publisher did not wait for it: read faster, "
                    + "or use another slow consumer policy");
            listener.eventLoop().execute(() -> {
                close();
                listener.look();
            });
        }

        long confirmed() {
            return feed.window().confirmedSequence();
        }

        @Override
        public long before() {
            return number;
        }

        @Override
        public void start(TopicFeed its) {
            feed = its;
            synchronized (turn) {
                its.window().begin(number);
                members = Stream.concat(Stream.of(members), Stream.of(this)).toArray(Member[]::new);
            }
        }

        @Override
        public void onRoom() {
            if (backlog != null) {
                synchronized (turn) {
                    backlog.moveTo(feed);
                }
            }
            parker.wake();
        }

        /** The publisher's thread is in no call. */
        @Override
        public boolean isDrained() {
            synchronized (turn) {
                return backlog == null || backlog.isEmpty();
            }
        }

        @Override
        public void close() {
            synchronized (turn) {
                members = Arrays.stream(members).filter(member -> member != this).toArray(Member[]::new);
            }
            parker.wake();
        }
    }
}
