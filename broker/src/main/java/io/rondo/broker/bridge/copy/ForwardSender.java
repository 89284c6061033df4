package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.BridgeCount;
import io.rondo.broker.bridge.BridgeCounters;
import io.rondo.broker.bridge.envelope.BatchWriter;
import io.rondo.broker.sequencer.CopiedTopic;
import io.rondo.client.RondoException;
import io.rondo.codecs.bridge.ForwardEncoder;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Takes the messages of a copy's publishers to the home, in sessions. A session begins with the first message that the home has
 * not recorded, and another one begins whenever messages may have been lost on the way. For one thread.
 */
final class ForwardSender {
    private static final int LIMIT = 1024;
    /** How long the home may take to begin a session before it is asked for another one; twice as long each time. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(16);

    private final CopiedTopic copy;
    private final StreamPair streams;
    private final BridgeCounters counters;
    private final BatchWriter batch;
    private final CopiedTopic.ForwardHandler handler = this::onMessage;
    private long session;
    /** Whether the home takes messages of the session. */
    private boolean open;
    private long patience = PATIENCE_NANOS;
    private long giveUpAt;
    /** Index at the copy of the first message of the session. */
    private long base;
    /** Messages of the session that were sent. */
    private long sent;
    /** Length of a message that the stream does not take; 0 if there is none. */
    private int refused;

    ForwardSender(CopiedTopic copy, StreamPair streams, BridgeCounters counters) {
        this.copy = copy;
        this.streams = streams;
        this.counters = counters;
        batch = CopyMessages.forwardWriter(streams.frameLength());
        begin();
    }

    /** Begins a session, which the home is to be asked for. */
    private void begin() {
        session = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        open = false;
        giveUpAt = System.nanoTime() + patience;
        batch.clear();
        base = copy.rewind();
        sent = 0;
    }

    /** Returns the session, which the home is to be asked for. */
    long session() {
        return session;
    }

    /** Returns how many messages of the session were sent. */
    long sent() {
        return sent;
    }

    /**
     * The home states what it has of a session.
     *
     * @param stated the session of which it takes messages; 0 for none
     * @param recorded its messages that are durable
     * @param sequence a copy that has it has these messages
     * @return whether another session has begun
     */
    boolean onProgress(long stated, long recorded, long sequence) {
        if (stated == session) {
            open = true;
            patience = PATIENCE_NANOS;
            if (recorded > 0 && recorded <= sent) {
                copy.recorded(base + recorded, sequence);
            }
            return false;
        }
        if (!open && System.nanoTime() - giveUpAt < 0) {
            return false;
        }
        if (!open) {
            // The home has ended it before the copy knew that it had begun.
            patience = Math.min(2 * patience, MOST_PATIENCE_NANOS);
        }
        begin();
        return true;
    }

    /**
     * Sends what is there, and never waits; returns the number of messages that were taken.
     *
     * @throws RondoException if a message is too long for the stream
     */
    int send() {
        if (!open || !flush()) {
            return 0;
        }
        int count = copy.forward(handler, LIMIT);
        if (refused > 0) {
            throw new RondoException("topic " + copy.topic() + ": a message of " + refused
                    + " bytes waits in the ingress, and the stream takes less: set a longer |term-length=");
        }
        flush();
        return count;
    }

    private boolean onMessage(long producerId, long producerSequence, DirectBuffer buffer, int offset, int length) {
        if (batch.lengthWith(length) > streams.maxMessageLength()) {
            refused = length;
            return false;
        }
        if (!batch.hasRoom(length) && !flush()) {
            return false;
        }
        boolean first = batch.isEmpty();
        int entry = batch.add(buffer, offset, length);
        batch.buffer().putLong(entry + ForwardEncoder.MessagesEncoder.producerIdEncodingOffset(), producerId,
                ByteOrder.LITTLE_ENDIAN);
        batch.buffer().putLong(entry + ForwardEncoder.MessagesEncoder.producerSequenceEncodingOffset(),
                producerSequence, ByteOrder.LITTLE_ENDIAN);
        if (first) {
            batch.field(ForwardEncoder.copyIdEncodingOffset(), copy.identity().id());
            batch.field(ForwardEncoder.logIdEncodingOffset(), copy.identity().home());
            batch.field(ForwardEncoder.sessionIdEncodingOffset(), session);
            batch.field(ForwardEncoder.indexEncodingOffset(), sent);
        }
        return true;
    }

    /** Sends the batch; returns whether nothing is left to send. */
    private boolean flush() {
        if (batch.isEmpty()) {
            return true;
        }
        if (!streams.offer(batch.buffer(), batch.complete())) {
            counters.increment(BridgeCount.BACK_PRESSURE);
            return false;
        }
        counters.add(BridgeCount.FORWARDED, batch.count());
        sent += batch.count();
        batch.clear();
        return true;
    }
}
