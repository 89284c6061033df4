package io.rondo.broker.bridge;

import io.aeron.Publication;
import io.rondo.broker.bridge.BridgeProgress.SentPosition;
import io.rondo.broker.bridge.envelope.EnvelopeWriter;
import io.rondo.client.Action;
import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.endpoint.TopicStart;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/**
 * Sends one local channel. The sequence of a message of a topic is its number in the topic, so that a receiver also counts
 * what was overwritten before it was read, or published while no bridge ran. For one thread, apart from the numbers.
 */
final class ChannelSender implements AutoCloseable {
    private static final int POLL_LIMIT = 1024;

    private final Subscriber subscriber;
    private final Publication publication;
    private final BridgeProgress progress;
    private final BridgeCounters counters;
    private final DropNotices drops;
    private final long origin;
    private final long epoch;
    /** Number of the topic's messages before the first that the subscriber may see. */
    private final long before;
    private final EnvelopeWriter envelope;
    private final ControlledMessageHandler handler = this::onMessage;
    private final boolean numbered;
    /** The last sequence that was sent. */
    private long sent;
    private long reported;
    private long taken;
    /** For other threads: number of the topic's messages up to the last one that was taken or lost. */
    private final AtomicLong position = new AtomicLong();

    /**
     * Sends a channel.
     *
     * @param subscriber of the channel, before its first message; is closed with this
     * @param publication where to
     * @param origin id of the directory of channels
     * @param progress what was sent before, and is not sent again
     */
    ChannelSender(Subscriber subscriber, Publication publication, long origin, BridgeProgress progress,
            BridgeCounters counters, DropNotices drops) {
        this.subscriber = subscriber;
        this.publication = publication;
        this.origin = origin;
        this.progress = progress;
        this.counters = counters;
        this.drops = drops;
        TopicStart start = subscriber instanceof SubscriberEndpoint endpoint ? endpoint.start() : null;
        numbered = start != null;
        epoch = start == null ? DirectoryId.random() : start.segment();
        before = start == null ? 0 : start.messagesBefore();
        SentPosition earlier = progress.sent(subscriber.channel());
        sent = earlier != null && earlier.epoch() == epoch ? earlier.sequence() : before;
        position.setOpaque(before);
        envelope = new EnvelopeWriter(subscriber.channel(), publication.maxPayloadLength());
    }

    /**
     * Sends what is there, and never waits.
     *
     * @return the number of messages taken
     */
    int send() {
        return isReady() ? taken(subscriber.controlledPoll(handler, POLL_LIMIT)) : 0;
    }

    /** Sends what is there, waiting for at least one message; returns at once if the stream takes nothing now. */
    int await(Duration longest) {
        return isReady() ? taken(subscriber.controlledReceive(handler, POLL_LIMIT, longest)) : 0;
    }

    /** Returns whether messages may be taken: what was taken before is sent, and the other side is there. */
    boolean isReady() {
        return publication.isConnected() && (envelope.isEmpty() || offer());
    }

    private int taken(int count) {
        long lost = subscriber.lost();
        if (lost != reported) {
            counters.add(BridgeCount.LOST, lost - reported);
            reported = lost;
        }
        position.setOpaque(before + taken + lost);
        if (!envelope.isEmpty()) {
            offer();
        }
        return count;
    }

    private Action onMessage(DirectBuffer buffer, int offset, int length) {
        long sequence = before + taken + subscriber.lost() + 1;
        if (envelope.lengthWith(length) > publication.maxMessageLength()) {
            refuse(length);
        } else if (sequence > sent) {
            boolean added = envelope.add(origin, epoch, sequence, buffer, offset, length)
                    || offer() && envelope.add(origin, epoch, sequence, buffer, offset, length);
            if (!added) {
                return Action.ABORT;
            }
            counters.add(BridgeCount.BYTES, length);
        }
        taken++;
        return Action.CONTINUE;
    }

    private void refuse(int length) {
        counters.increment(BridgeCount.REFUSED);
        drops.report(() -> "channel " + subscriber.channel() + ": a message of " + length
                + " bytes is longer than the stream takes, "
                + (publication.maxMessageLength() - envelope.lengthWith(0)) + ": set a longer |term-length=");
    }

    /** Sends the envelope, if the stream has room. */
    private boolean offer() {
        int length = envelope.complete();
        long result = publication.offer(envelope.buffer(), 0, length);
        if (result > 0) {
            counters.add(BridgeCount.MESSAGES, envelope.count());
            counters.increment(BridgeCount.ENVELOPES);
            sent = envelope.lastSequence();
            envelope.clear();
            return true;
        }
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new RondoException("the publication has ended: " + Publication.errorString(result));
        }
        counters.increment(BridgeCount.BACK_PRESSURE);
        return false;
    }

    /** Returns the number of the topic's messages up to the last one that was taken or lost. Any thread. */
    long position() {
        return position.getOpaque();
    }

    String channel() {
        return subscriber.channel();
    }

    @Override
    public void close() {
        if (numbered) {
            progress.sent(subscriber.channel(), epoch, sent);
        } else {
            // They were taken from the queue.
            counters.add(BridgeCount.LOST, envelope.count());
        }
        subscriber.close();
    }
}
