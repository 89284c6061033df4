package io.rondo.client.socket.session;

import io.rondo.codecs.log.LogFrames;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The Data frames for one connected subscriber of a sequenced topic: live messages in a ring, or a range of a log file. No
 * frame is kept after it was sent: a subscriber that connects again names the sequence it needs.
 *
 * <p>Invariant: everything that is appended is within the credit. One thread appends. The holder of the connection's write
 * token sends. The event loop grants credit.
 */
public final class SequencedFrames extends UnrepeatedFrames {
    private final SegmentBuffer view;
    private final ByteBuffer bytes;
    private final CRC32C crc = new CRC32C();
    private final SessionEncoder encoder = new SessionEncoder();
    private final Runnable onRangeSent;
    /** Appender. */
    private long appendedBytes;
    /** Loop: the bytes that the peer takes in all. */
    private volatile long creditLimit;
    /** The sequence of the last message that was handed to the writer. */
    private volatile long lastSequence;
    /** Set by the appender, while the ring takes no frames; cleared when the socket has accepted it. */
    private volatile FileRange range;

    /**
     * Creates the frames of a connection.
     *
     * @param length capacity of the ring in bytes; a frame takes at most half of it
     * @param before the sequence before the first message
     * @param onRangeSent called when a range was sent, by any thread
     */
    public SequencedFrames(int length, long before, Runnable onRangeSent) {
        super(length);
        view = ring().newView();
        bytes = ring().memory().duplicate();
        lastSequence = before;
        this.onRangeSent = onRangeSent;
    }

    /** Appender: the bytes of frames that may be appended now; 0 while a range is being sent. */
    public int room() {
        return range != null ? 0 : (int) Math.min(creditLimit - appendedBytes, Integer.MAX_VALUE);
    }

    /**
     * Appender: appends a message; false without credit or space.
     *
     * @param sequence larger than that of the message before
     * @param timestamp nanoseconds since the epoch
     */
    public boolean tryAppend(long sequence, long timestamp, DirectBuffer buffer, int offset, int length) {
        int frameLength = LogFrames.DATA_HEADER_LENGTH + length;
        int index = frameLength > room() ? -1 : ring().claim(frameLength);
        if (index < 0) {
            return false;
        }
        encoder.sequencedDataHeader(view, index, sequence, timestamp, length);
        view.putBytes(index + LogFrames.DATA_HEADER_LENGTH, buffer, offset, length);
        crc.reset();
        crc.update(bytes.limit(index + frameLength).position(index));
        view.putInt(index + SessionEncoder.CHECKSUM, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
        appendedBytes += frameLength;
        lastSequence = sequence;
        ring().commit(frameLength);
        return true;
    }

    /**
     * Appender: appends a Gap of messages that retention removed, behind {@link #lastSequence()}; false without credit or
     * space.
     *
     * @param last the last message that is missing
     */
    public boolean tryAppendRemoved(long last) {
        int index = LogFrames.GAP_LENGTH > room() ? -1 : ring().claim(LogFrames.GAP_LENGTH);
        if (index < 0) {
            return false;
        }
        encoder.removedGap(view, index, lastSequence + 1, last);
        appendedBytes += LogFrames.GAP_LENGTH;
        lastSequence = last;
        ring().commit(LogFrames.GAP_LENGTH);
        return true;
    }

    /**
     * Appender: appends a range of a file, which is within {@link #room()}. Closes the file after it was sent.
     *
     * @param frames whole frames
     * @param last sequence of the last message in them
     */
    public void append(FileRange frames, long last) {
        appendedBytes += frames.length();
        lastSequence = last;
        range = frames;
    }

    /** Loop: sets the bytes that the peer takes in all. */
    public void credit(long limit) {
        creditLimit = limit;
    }

    /** Any thread: the sequence of the last message that was handed to the writer. A peer cannot confirm more. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Loop: nothing is written any more. Closes the file of a range that was not sent. */
    public void close() {
        FileRange unsent = range;
        if (unsent != null) {
            try {
                unsent.file().close();
            } catch (IOException e) {
                // It was open for reading alone.
            }
        }
    }

    @Override
    public boolean hasPending() {
        return super.hasPending() || range != null;
    }

    @Override
    public FileRange range() {
        // Loaded before the end of the ring: the frames that were appended before the range go first.
        FileRange next = range;
        return isRingSent() ? next : null;
    }

    @Override
    public void onRangeSent() {
        range = null;
        onRangeSent.run();
    }
}
