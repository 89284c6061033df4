package io.rondo.client.socket.connection;

import io.rondo.client.socket.session.PendingAcks;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.session.SessionEncoder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;

/**
 * Flow control for received Data frames of one connection. Acknowledges consumed messages before the sender's window is
 * exhausted, and otherwise after a delay that batches acknowledgements. Confined to the event loop, or to the thread
 * that holds its lease.
 */
public final class DataReceiver {
    private static final long LONGEST_DELAY_MILLIS = 16;

    private final Connection connection;
    private final int window;
    private final PendingAcks pendingAcks;
    private final LongSupplier consumed;
    private final Runnable onTimer = this::onTimer;
    private final FrameWriter.ControlFrame ack = this::encodeAck;
    private long receivedBytes;
    private long acknowledgedBytes;
    private long granted;
    private boolean hasUnsentAck;
    private boolean timerActive;
    private Future<?> timer;
    /** Doubles while nothing is consumed, so that an idle consumer does not keep the event loop busy. */
    private long delayMillis = WindowLimits.ACK_DELAY_MILLIS;

    /**
     * Creates the state of a new session.
     *
     * @param connection sends the acknowledgements
     * @param window unconsumed bytes of Data frames that the peer may have sent
     * @param sequence the last confirmed sequence
     * @param consumed returns the position up to which messages are consumed
     */
    public DataReceiver(Connection connection, int window, long sequence, LongSupplier consumed) {
        this(connection, window, sequence, consumed, 0);
    }

    /**
     * Creates the state of a resumed session. Call {@link #acknowledgeWhenConsumed} first, for the messages of the
     * earlier connections.
     *
     * @param connection sends the acknowledgements
     * @param window unconsumed bytes of Data frames that the peer may have sent
     * @param sequence the last confirmed sequence
     * @param consumed returns the position up to which messages are consumed
     * @param unconsumed {@link #unconsumedBytes()} of the previous connection
     */
    public DataReceiver(Connection connection, int window, long sequence, LongSupplier consumed, long unconsumed) {
        this.connection = connection;
        this.window = window;
        this.consumed = consumed;
        granted = window - unconsumed;
        pendingAcks = new PendingAcks(sequence, unconsumed);
        acknowledgedBytes = -unconsumed;
    }

    /** Bytes of Data frames received on this and earlier connections and not consumed. */
    public long unconsumedBytes() {
        pendingAcks.consumed(consumed.getAsLong());
        return receivedBytes - pendingAcks.confirmedBytes();
    }

    /** Counts a received frame. */
    public void received(int frameLength) {
        receivedBytes += frameLength;
    }

    /** Whether a frame is within the credit granted to the sender. */
    public boolean withinCredit(int frameLength) {
        return receivedBytes + frameLength <= granted;
    }

    /** Acknowledges all frames received so far, up to a sequence, when a position is consumed. */
    public void acknowledgeWhenConsumed(long position, long sequence) {
        pendingAcks.add(position, sequence, receivedBytes);
        delayMillis = WindowLimits.ACK_DELAY_MILLIS / 2;
        update();
    }

    /** Checks what is consumed and sends or schedules the acknowledgement. */
    public void update() {
        hasUnsentAck |= pendingAcks.consumed(consumed.getAsLong());
        if (hasUnsentAck && pendingAcks.confirmedBytes() - acknowledgedBytes >= window / WindowLimits.ACKS_PER_WINDOW) {
            acknowledge();
        }
        if (hasUnsentAck && timerActive && delayMillis > WindowLimits.ACK_DELAY_MILLIS) {
            // Replaces the long idle delay by the short one.
            timer.cancel(false);
            timerActive = false;
        }
        if ((hasUnsentAck || !pendingAcks.isEmpty()) && !timerActive) {
            timerActive = true;
            delayMillis = hasUnsentAck
                    ? WindowLimits.ACK_DELAY_MILLIS
                    : Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
            timer = connection.channel().eventLoop().schedule(onTimer, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void onTimer() {
        timerActive = false;
        if (!connection.isClosed()) {
            acknowledgePending();
            update();
        }
    }

    /** Acknowledges all consumed messages immediately. */
    public void acknowledgePending() {
        hasUnsentAck |= pendingAcks.consumed(consumed.getAsLong());
        if (hasUnsentAck) {
            acknowledge();
        }
    }

    /** Grants the sender its first credit. */
    public void grant() {
        acknowledge();
    }

    private int encodeAck(SessionEncoder encoder, MutableDirectBuffer buffer, int index) {
        return encoder.ack(buffer, index, pendingAcks.confirmedSequence(), pendingAcks.confirmedBytes() + window);
    }

    private void acknowledge() {
        if (connection.writer().send(ack)) {
            acknowledgedBytes = pendingAcks.confirmedBytes();
            granted = acknowledgedBytes + window;
            hasUnsentAck = false;
        }
    }

    /** The last consumed sequence. */
    public long confirmedSequence() {
        return pendingAcks.confirmedSequence();
    }
}
