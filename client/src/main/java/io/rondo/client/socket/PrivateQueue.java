package io.rondo.client.socket;

import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.layout.RingKind;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** A queue whose owner has no segment: what comes over the socket goes to the owner's mailbox. */
final class PrivateQueue implements Inbox, OwnedChannel {
    private final PrivateChannel channel;
    private final ThreadParker parker;
    private final long lingerNanos;
    private final Mailbox mailbox;
    private Listener listener;

    /** Loop. */
    private final List<Runnable> waiting = new ArrayList<>();
    private Peer onlyPublisher;
    private volatile int publishers;
    /** Somebody waits for room. */
    private volatile boolean crowded;
    /** Subscriber's thread: what the loop was last told about. */
    private long told;
    private final Runnable lookAtConsumed = this::lookAtConsumed;

    PrivateQueue(PrivateChannel channel, ThreadParker parker, long lingerNanos) {
        this.channel = channel;
        this.parker = parker;
        this.lingerNanos = lingerNanos;
        mailbox = new Mailbox(
                (int) Math.max(channel.capacity(), 2L * SessionEncoder.dataFrameLength(channel.maxMessageLength())));
    }

    /** Called once, before the first message is polled. */
    void listen(Listener its) {
        listener = its;
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
        if (channel.kind() == RingKind.SPSC && publishers > 0) {
            throw new ChannelInUseException("channel " + channel.name() + " has its only producer already, pid "
                    + onlyPublisher.pid() + ", which is connected: stop it first, or use another channel");
        }
        publishers++;
        onlyPublisher = peer;
        return new MailboxInflow(id, onRoom);
    }

    @Override
    public Outflow admitSubscriber(Peer peer, SlowConsumer policy) {
        throw new ChannelInUseException("channel " + channel.name() + " is a queue and has its consumer");
    }

    @Override
    public Census census() {
        return new Census(publishers, 1);
    }

    /** Messages of one publisher on their way into the mailbox. */
    private final class MailboxInflow implements Inflow {
        private final long id;
        private final Runnable onRoom;

        MailboxInflow(long id, Runnable onRoom) {
            this.id = id;
            this.onRoom = onRoom;
        }

        @Override
        public boolean offer(DirectBuffer buffer, int offset, int length) {
            if (mailbox.offer(id, buffer, offset, length)) {
                return true;
            }
            parker.wake();
            waiting.add(onRoom);
            crowded = true;
            // Volatile store, then the look for room; the subscriber gives room back, then looks at the store.
            if (mailbox.offer(id, buffer, offset, length)) {
                waiting.remove(onRoom);
                return true;
            }
            return false;
        }

        @Override
        public void onBatchEnd() {
            parker.wake();
        }

        @Override
        public long offered() {
            return mailbox.appended();
        }

        @Override
        public long confirmed() {
            return mailbox.consumed();
        }

        @Override
        public int unconfirmed() {
            return mailbox.count(id);
        }

        @Override
        public void withdraw() {
            // The mailbox goes with the owner.
        }

        @Override
        public void close() {
            waiting.remove(onRoom);
            publishers--;
        }
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public boolean fetch() {
        return listener.fetch();
    }

    @Override
    public void rest() {
        listener.rest();
    }

    @Override
    public void consumed() {
        // Orders what was given back before the look for who waits for it.
        VarHandle.fullFence();
        long consumed = mailbox.consumed();
        if (crowded || consumed - told >= mailbox.window() / Flow.ACKS_PER_WINDOW / 2) {
            told = consumed;
            listener.inPlaceOrLater(lookAtConsumed);
        }
    }

    private void lookAtConsumed() {
        crowded = false;
        List<Runnable> resumed = List.copyOf(waiting);
        waiting.clear();
        resumed.forEach(Runnable::run);
        listener.onConsumed();
    }

    @Override
    public RuntimeException failure() {
        return null;
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public void close() {
        listener.close(lingerNanos);
    }
}
