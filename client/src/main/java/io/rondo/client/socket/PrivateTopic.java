package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topic whose owner has no segment: each message is copied into the window of every connected subscriber. */
final class PrivateTopic implements Outbox, OwnedChannel {
    private final PrivateChannel channel;
    private final ThreadParker parker;
    private final List<Member> members = new CopyOnWriteArrayList<>();
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
        long next = number + 1;
        // Volatile: before the look at the members; a member is added before it looks at the number.
        number = next;
        message.wrap(scratch, 0, claimedLength);
        for (Member member : members) {
            member.offer(next);
        }
        return next;
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
        return new Census(1, members.size());
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
    public Inflow admitPublisher(Peer peer, Runnable onRoom) {
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
        private volatile boolean evicted;
        /** Publisher's thread: the credit that it had is not asked for again, because it may be gone with the connection. */
        private boolean claimed;

        Member(SlowConsumer policy) {
            this.policy = policy;
        }

        /** Publisher's thread: whether the message has to wait for this one; if not, it has a place. */
        boolean holdsUp(int length) {
            claimed = policy == SlowConsumer.BLOCK && feed.window().tryClaim(length);
            return policy == SlowConsumer.BLOCK && !claimed;
        }

        /** Publisher's thread: sends the message; without a place of its own it may get none. */
        void offer(long next) {
            if (claimed) {
                claimed = false;
                feed.append(next, message, 0, claimedLength);
            } else if (!evicted && !feed.offer(next, message, 0, claimedLength) && policy == SlowConsumer.EVICT) {
                evicted = true;
                feed.evict("subscriber of channel " + channel.name()
                        + " was evicted: it did not keep up with the publisher");
                listener.eventLoop().execute(this::close);
            }
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
            members.add(this);
            feed.window().begin(number);
        }

        @Override
        public void onRoom() {
            parker.wake();
        }

        /** The publisher's thread is in no call. */
        @Override
        public boolean isDrained() {
            return true;
        }

        @Override
        public void close() {
            members.remove(this);
            parker.wake();
        }
    }
}
