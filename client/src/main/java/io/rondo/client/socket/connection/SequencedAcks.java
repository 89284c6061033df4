package io.rondo.client.socket.connection;

import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.session.SessionEncoder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Flow control for the frames of a sequenced topic, and the exact sequence up to which its subscriber has processed them.
 * Confined to the event loop, or to the thread that holds its lease, except {@link #consumed}. Survives connections: bytes
 * count from the first one, and {@link #base} is where the present one began.
 */
public final class SequencedAcks {
    private static final long LONGEST_DELAY_MILLIS = 16;

    private final int window;
    private final FrameWriter.ControlFrame ack = this::encodeAck;
    /** Written by the subscriber's thread, the sequence first. */
    private volatile long consumedSequence;
    private volatile long consumedBytes;
    private Connection connection;
    private long base;
    private long receivedBytes;
    /** Bytes of frames without a message, which are consumed when they arrive. */
    private long otherBytes;
    private long acknowledgedSequence;
    private long acknowledgedBytes;
    private long delayMillis = WindowLimits.ACK_DELAY_MILLIS;
    private Future<?> timer;

    /**
     * Creates the state of a subscriber.
     *
     * @param window unconsumed bytes of frames that the owner may have sent
     */
    public SequencedAcks(int window) {
        this.window = window;
    }

    /** Grants the owner its first credit on a new connection. */
    public void connected(Connection opened) {
        connection = opened;
        base = receivedBytes;
        acknowledge();
    }

    /** The connection is closed. */
    public void disconnected() {
        connection = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Whether a frame is within the credit granted to the owner. */
    public boolean withinCredit(int frameLength) {
        return receivedBytes + frameLength <= acknowledgedBytes + window;
    }

    /** Counts a received frame with a message. */
    public void received(int frameLength) {
        receivedBytes += frameLength;
        delayMillis = WindowLimits.ACK_DELAY_MILLIS;
    }

    /** Counts a received frame without a message. */
    public void receivedWithoutMessage(int frameLength) {
        receivedBytes += frameLength;
        otherBytes += frameLength;
    }

    /**
     * Subscriber's thread: all messages up to a sequence are processed.
     *
     * @param sequence of the last one
     * @param bytes of their frames, in all
     */
    public void consumed(long sequence, long bytes) {
        consumedSequence = sequence;
        // [consumed] After the sequence.
        consumedBytes = bytes;
    }

    /** Looks at what is consumed, and sends or schedules the acknowledgement. */
    public void update() {
        if (connection == null) {
            return;
        }
        if (consumed() - acknowledgedBytes >= window / WindowLimits.ACKS_PER_WINDOW) {
            acknowledge();
        }
        if (timer == null && acknowledgedBytes != receivedBytes) {
            timer = connection.channel().eventLoop().schedule(this::onTimer, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private long consumed() {
        // [consumed] The sequence is read behind it.
        return consumedBytes + otherBytes;
    }

    private void onTimer() {
        timer = null;
        if (connection != null) {
            if (consumed() == acknowledgedBytes) {
                // Doubles while nothing is consumed, so that an idle subscriber does not keep the event loop busy.
                delayMillis = Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
            } else {
                delayMillis = WindowLimits.ACK_DELAY_MILLIS;
                acknowledge();
            }
            update();
        }
    }

    /** Acknowledges what is consumed. */
    public void acknowledge() {
        long bytes = consumed();
        long sequence = consumedSequence;
        long before = acknowledgedBytes;
        acknowledgedBytes = bytes;
        acknowledgedSequence = Math.max(acknowledgedSequence, sequence);
        if (connection == null || !connection.writer().send(ack)) {
            acknowledgedBytes = before;
        }
    }

    private int encodeAck(SessionEncoder encoder, MutableDirectBuffer buffer, int index) {
        return encoder.ack(buffer, index, acknowledgedSequence, acknowledgedBytes + window - base);
    }

    /** The last sequence that was acknowledged. */
    public long confirmedSequence() {
        return acknowledgedSequence;
    }
}
