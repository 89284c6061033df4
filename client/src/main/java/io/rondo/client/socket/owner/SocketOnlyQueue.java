package io.rondo.client.socket.owner;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.session.MessageSource;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.ReceiveBuffer;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.core.layout.RingKind;
import io.rondo.core.wait.Condition;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** A queue of an owner without a segment. Messages of connected publishers are stored in the owner's receive buffer. */
public final class SocketOnlyQueue implements MessageSource, PlainChannel {
    private final SocketOnlyChannel channel;
    private final ThreadParker parker;
    private final long lingerNanos;
    private final ReceiveBuffer receiveBuffer;
    private Listener listener;

    /** Loop or lease holder. */
    private final List<Runnable> waitingForSpace = new ArrayList<>();
    private Peer onlyPublisher;
    private volatile int publishers;
    /** A publisher waits for space. */
    private volatile boolean hasWaiting;
    /** Subscriber's thread: the position that was last reported to the event loop. */
    private long reportedPosition;
    private final Runnable processConsumed = this::processConsumed;

    public SocketOnlyQueue(SocketOnlyChannel channel, ThreadParker parker, long lingerNanos) {
        this.channel = channel;
        this.parker = parker;
        this.lingerNanos = lingerNanos;
        receiveBuffer = new ReceiveBuffer(
                (int) Math.max(channel.capacity(), 2L * SessionEncoder.dataFrameLength(channel.maxMessageLength())));
    }

    /** Sets the listener. Called once, before the first poll. */
    public void setListener(Listener started) {
        listener = started;
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
        if (channel.kind() == RingKind.SPSC && publishers > 0) {
            throw new ChannelInUseException("channel " + channel.name() + " has its only producer already, pid "
                    + onlyPublisher.pid() + ", which is connected: stop it first, or use another channel");
        }
        if (publishers >= channel.maxParticipants()) {
            throw channel.full("producers");
        }
        publishers++;
        onlyPublisher = peer;
        return new BufferSink(id, onSpace);
    }

    @Override
    public SubscriberSource admitSubscriber(Peer peer, SlowConsumer policy) {
        throw new ChannelInUseException("channel " + channel.name() + " is a queue and has its consumer");
    }

    @Override
    public void requireNotLocked() {
        // No file is locked.
    }

    @Override
    public ParticipantCounts participantCounts() {
        return new ParticipantCounts(publishers, 1);
    }

    /** Stores the messages of one publisher in the receive buffer. */
    private final class BufferSink implements PublisherSink {
        private final long id;
        private final Runnable onSpace;

        BufferSink(long id, Runnable onSpace) {
            this.id = id;
            this.onSpace = onSpace;
        }

        @Override
        public boolean offer(DirectBuffer buffer, int offset, int length) {
            if (receiveBuffer.offer(id, buffer, offset, length)) {
                return true;
            }
            parker.wake();
            waitingForSpace.add(onSpace);
            hasWaiting = true;
            // [waiting] Orders the store before the loads of the second attempt.
            VarHandle.fullFence();
            if (receiveBuffer.offer(id, buffer, offset, length)) {
                waitingForSpace.remove(onSpace);
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
            return receiveBuffer.appended();
        }

        @Override
        public long confirmed() {
            return receiveBuffer.consumed();
        }

        @Override
        public int unconfirmed() {
            return receiveBuffer.count(id);
        }

        @Override
        public void withdraw() {
            // The receive buffer ends with the owner.
        }

        @Override
        public void close() {
            waitingForSpace.remove(onSpace);
            publishers--;
        }
    }

    @Override
    public ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public boolean receiveInline() {
        return listener.receiveInline();
    }

    @Override
    public boolean waitBriefly(Condition arrival, long maxNanos) {
        return listener.waitBriefly(arrival, maxNanos);
    }

    @Override
    public void beforeSleep() {
        listener.beforeSleep();
    }

    @Override
    public void consumed() {
        // [waiting] Orders the free of the space before the load of hasWaiting.
        VarHandle.fullFence();
        long consumed = receiveBuffer.consumed();
        if (hasWaiting || consumed - reportedPosition >= receiveBuffer.window() / WindowLimits.ACKS_PER_WINDOW / 2) {
            reportedPosition = consumed;
            listener.runInlineOrExecute(processConsumed);
        }
    }

    private void processConsumed() {
        hasWaiting = false;
        List<Runnable> resumed = List.copyOf(waitingForSpace);
        waitingForSpace.clear();
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
