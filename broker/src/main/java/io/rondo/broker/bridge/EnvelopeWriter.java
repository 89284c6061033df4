package io.rondo.broker.bridge;

import io.rondo.codecs.bridge.EnvelopeEncoder;
import io.rondo.codecs.bridge.GroupSizeEncodingEncoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes messages of one channel with successive sequences into an envelope. An envelope takes the room of one Aeron frame, or a
 * single longer message. For one thread.
 */
final class EnvelopeWriter {
    /** Most messages of an envelope: what the size of the group can state. */
    static final int MOST_MESSAGES = 65_534;

    private static final int LENGTH = EnvelopeEncoder.MessagesEncoder.payloadHeaderLength();
    private static final int PREFIX = MessageHeaderEncoder.ENCODED_LENGTH + EnvelopeEncoder.BLOCK_LENGTH
            + GroupSizeEncodingEncoder.ENCODED_LENGTH;

    private final EnvelopeEncoder encoder = new EnvelopeEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final byte[] channel;
    private final int frameLength;
    private final UnsafeBuffer buffer;
    private EnvelopeEncoder.MessagesEncoder messages;
    private int length;
    private int count;
    private long nextSequence;

    /**
     * Creates an empty envelope.
     *
     * @param channel name of the channel
     * @param frameLength bytes of an Aeron frame, without its header
     */
    EnvelopeWriter(String channel, int frameLength) {
        this.channel = channel.getBytes(StandardCharsets.US_ASCII);
        this.frameLength = frameLength;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(frameLength));
    }

    /** Returns the bytes of an envelope with one message of a length. */
    int lengthWith(int messageLength) {
        return PREFIX + LENGTH + messageLength + EnvelopeEncoder.channelHeaderLength() + channel.length;
    }

    /**
     * Adds a message.
     *
     * @param origin directory of channels in which it was published first
     * @param epoch what its sequence belongs to
     * @param sequence of the message
     * @return whether it was added; false if this envelope is to be sent first
     */
    boolean add(long origin, long epoch, long sequence, DirectBuffer source, int offset, int messageLength) {
        if (count == 0) {
            begin(origin, epoch, sequence, messageLength);
        } else if (sequence != nextSequence || count == MOST_MESSAGES
                || length + LENGTH + messageLength + EnvelopeEncoder.channelHeaderLength()
                        + channel.length > frameLength) {
            return false;
        }
        messages.next();
        int at = encoder.limit();
        buffer.putInt(at, messageLength, ByteOrder.LITTLE_ENDIAN);
        // The view of a message copies itself: it may be memory without an address that Agrona could use.
        source.getBytes(offset, buffer, at + LENGTH, messageLength);
        length = at + LENGTH + messageLength;
        encoder.limit(length);
        nextSequence = sequence + 1;
        count++;
        return true;
    }

    private void begin(long origin, long epoch, long sequence, int messageLength) {
        int least = lengthWith(messageLength);
        if (buffer.capacity() < least) {
            buffer.wrap(ByteBuffer.allocateDirect(least));
        }
        messages = encoder.wrapAndApplyHeader(buffer, 0, header).origin(origin).epoch(epoch).sequence(sequence)
                .messagesCount(MOST_MESSAGES);
    }

    /**
     * Completes the envelope, which has at least one message. Only {@link #clear()}, or this again, may follow.
     *
     * @return its length in bytes
     */
    int complete() {
        messages.resetCountToIndex();
        encoder.limit(length);
        encoder.putChannel(channel, 0, channel.length);
        return encoder.limit();
    }

    /** Removes all messages. */
    void clear() {
        count = 0;
        length = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns the sequence of the last message; only if there is one. */
    long lastSequence() {
        return nextSequence - 1;
    }

    int count() {
        return count;
    }

    /** Returns the memory of the envelope, which begins at 0. */
    DirectBuffer buffer() {
        return buffer;
    }
}
