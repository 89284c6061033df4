package io.rondo.broker.bridge.envelope;

import io.rondo.codecs.bridge.EnvelopeEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** Writes messages of one channel with successive sequences into an envelope. For one thread. */
public final class EnvelopeWriter {
    /** Most messages of an envelope. */
    public static final int MOST_MESSAGES = BatchWriter.MOST_MESSAGES;

    private final BatchWriter batch;
    private long nextSequence;

    /**
     * Creates an empty envelope.
     *
     * @param channel name of the channel
     * @param frameLength bytes of an Aeron frame, without its header
     */
    public EnvelopeWriter(String channel, int frameLength) {
        batch = new BatchWriter(EnvelopeEncoder.TEMPLATE_ID, EnvelopeEncoder.BLOCK_LENGTH, 0,
                ((char) channel.length() + channel).getBytes(StandardCharsets.US_ASCII), frameLength);
    }

    /** Returns the bytes of an envelope with one message of a length. */
    public int lengthWith(int messageLength) {
        return batch.lengthWith(messageLength);
    }

    /**
     * Adds a message.
     *
     * @param origin directory of channels in which it was published first
     * @param epoch what its sequence belongs to
     * @param sequence of the message
     * @return whether it was added; false if this envelope is to be sent first
     */
    public boolean add(long origin, long epoch, long sequence, DirectBuffer source, int offset, int messageLength) {
        boolean first = batch.isEmpty();
        if (!first && sequence != nextSequence || !batch.hasRoom(messageLength)) {
            return false;
        }
        batch.add(source, offset, messageLength);
        if (first) {
            batch.field(EnvelopeEncoder.originEncodingOffset(), origin);
            batch.field(EnvelopeEncoder.epochEncodingOffset(), epoch);
            batch.field(EnvelopeEncoder.sequenceEncodingOffset(), sequence);
        }
        nextSequence = sequence + 1;
        return true;
    }

    /**
     * Completes the envelope, which has at least one message. Only {@link #clear()}, or this again, may follow.
     *
     * @return its length in bytes
     */
    public int complete() {
        return batch.complete();
    }

    /** Removes all messages. */
    public void clear() {
        batch.clear();
    }

    /** Returns whether there is no message. */
    public boolean isEmpty() {
        return batch.isEmpty();
    }

    /** Returns the sequence of the last message; only if there is one. */
    public long lastSequence() {
        return nextSequence - 1;
    }

    /** Returns the number of messages. */
    public int count() {
        return batch.count();
    }

    /** Returns the memory of the envelope, which begins at 0. */
    public DirectBuffer buffer() {
        return batch.buffer();
    }
}
