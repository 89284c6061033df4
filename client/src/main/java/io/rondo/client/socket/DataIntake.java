package io.rondo.client.socket;

import io.rondo.codecs.session.SessionEncoder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;

/**
 * The receiver's side of one connection's Data: says what was consumed, soon enough that the sender need not stop, and otherwise
 * after a moment, when more can be said at once. Confined to the loop.
 */
final class DataIntake {
    private static final long LONGEST_DELAY_MILLIS = 16;

    private final Wire wire;
    private final int window;
    private final AckMarks marks;
    private final LongSupplier consumed;
    private final Runnable tick = this::tick;
    private final Outlet.Frame ack = this::encodeAck;
    private long receivedBytes;
    private long acknowledgedBytes;
    private long granted;
    private boolean news;
    private boolean ticking;
    private Future<?> pending;
    /** Grows while nothing is consumed, so that a consumer that rests lets the loop rest. */
    private long delayMillis = Flow.ACK_DELAY_MILLIS;

    /**
     * Creates the intake of a new connection.
     *
     * @param wire the connection
     * @param window bytes of frames that may be received and not consumed
     * @param sequence what was confirmed on earlier connections
     * @param consumed the position up to which messages were consumed
     */
    DataIntake(Wire wire, int window, long sequence, LongSupplier consumed) {
        this(wire, window, sequence, consumed, 0);
    }

    /**
     * Creates the intake of a connection that follows another one, of which not everything was consumed. {@link #mark} says first from
     * when it is.
     *
     * @param wire as above
     * @param window as above
     * @param sequence as above
     * @param consumed as above
     * @param held bytes of frames, counted by the intake before
     */
    DataIntake(Wire wire, int window, long sequence, LongSupplier consumed, long held) {
        this.wire = wire;
        this.window = window;
        this.consumed = consumed;
        granted = window - held;
        marks = new AckMarks(sequence, held);
        acknowledgedBytes = -held;
    }

    /** Bytes of frames that were received, here and on earlier connections, and not consumed. */
    long heldBytes() {
        marks.consumed(consumed.getAsLong());
        return receivedBytes - marks.confirmedBytes();
    }

    /** Counts a frame. */
    void received(int frameLength) {
        receivedBytes += frameLength;
    }

    /** Whether the sender kept to its credit. */
    boolean withinCredit(int frameLength) {
        return receivedBytes + frameLength <= granted;
    }

    /** From when a position is consumed, everything received so far is, up to a sequence. */
    void mark(long position, long sequence) {
        marks.add(position, sequence, receivedBytes);
        delayMillis = Flow.ACK_DELAY_MILLIS / 2;
        look();
    }

    /** Something may have been consumed. */
    void look() {
        news |= marks.consumed(consumed.getAsLong());
        if (news && marks.confirmedBytes() - acknowledgedBytes >= window / Flow.ACKS_PER_WINDOW) {
            acknowledge();
        }
        if (news && ticking && delayMillis > Flow.ACK_DELAY_MILLIS) {
            // There is something to say sooner than that.
            pending.cancel(false);
            ticking = false;
        }
        if ((news || !marks.isEmpty()) && !ticking) {
            ticking = true;
            delayMillis = news ? Flow.ACK_DELAY_MILLIS : Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
            pending = wire.channel().eventLoop().schedule(tick, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        ticking = false;
        if (!wire.isEnded()) {
            acknowledgeNews();
            look();
        }
    }

    /** Says at once what was consumed. */
    void acknowledgeNews() {
        news |= marks.consumed(consumed.getAsLong());
        if (news) {
            acknowledge();
        }
    }

    /** Lets the sender begin. */
    void grant() {
        acknowledge();
    }

    private int encodeAck(SessionEncoder encoder, MutableDirectBuffer buffer, int index) {
        return encoder.ack(buffer, index, marks.confirmedSequence(), marks.confirmedBytes() + window);
    }

    private void acknowledge() {
        if (wire.outlet().send(ack)) {
            acknowledgedBytes = marks.confirmedBytes();
            granted = acknowledgedBytes + window;
            news = false;
        }
    }

    /** The last sequence that was consumed. */
    long confirmedSequence() {
        return marks.confirmedSequence();
    }
}
