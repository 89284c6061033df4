package io.rondo.client.socket.session.work;

import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.session.SessionException;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/**
 * The subscriber's side of one connection to the owner of a work queue: received messages, credit, and settled leases.
 * A lease ends with its connection. For the subscriber's thread, except where stated.
 *
 * <p>The owner sends a message only with credit for it, which a poll grants. So a subscriber that does not poll gets no
 * further message. What a poll has asked for and does not take goes back to the owner after {@link #UNUSED_NANOS}, or after
 * twice the time between two polls if that is longer.
 */
public final class WorkLink {
    /** The shortest time after which a received message that was not taken is given back. */
    static final long UNUSED_NANOS = 100_000_000L;
    private static final long MAX_UNUSED_NANOS = 10_000_000_000L;
    /** Settled leases without an answer. */
    private static final int MAX_UNANSWERED = 64;
    private static final int FRAME_BYTES = 1 << 14;

    /** Sends what was appended to a queue of frames. Any thread. */
    @FunctionalInterface
    public interface Flush {
        void flush();
    }

    private final Flush writer;
    private final FrameQueue frames = new FrameQueue(FRAME_BYTES, 0);
    private final WorkSlot[] slots;
    private final LookAheads lookAheads = new LookAheads();
    /** Loop or lease holder: received messages. */
    private long received;
    /** Messages that were taken or given back. */
    private long passed;
    /** Work messages that the owner may send in all; written by the subscriber's thread. */
    private volatile long granted;
    /** Settled leases that the owner answers. */
    private volatile long settlements;
    /** Time of the last look at the messages. */
    private volatile long lookedAt = System.nanoTime();
    /** How long a received message may wait. */
    private volatile long patience = UNUSED_NANOS;
    /** Loop: answered settlements. */
    private volatile long answered;
    /** Subscriber's thread: whether the loss of a lease counts, by the number of the settlement; before it is sent. */
    private final boolean[] counts = new boolean[MAX_UNANSWERED];
    /** Loop: leases lost at settlements that count, and the last lease lost at any; written before {@link #answered}. */
    private long losses;
    private long lastLost;
    private volatile boolean closed;

    /**
     * Creates the link of a new connection.
     *
     * @param writer sends the frames of this
     * @param maxMessageLength of the work queue
     */
    public WorkLink(Flush writer, int maxMessageLength) {
        this.writer = writer;
        slots = Stream.generate(WorkSlot::new).limit(WorkLimits.credit(maxMessageLength)).toArray(WorkSlot[]::new);
    }

    /** Loop: the frames to send. */
    public FrameQueue frames() {
        return frames;
    }

    private WorkSlot slot(long number) {
        return slots[(int) (number % slots.length)];
    }

    /** Loop or lease holder: a message arrived. */
    public void receive(long lease, int deliveries, boolean takenOver, boolean dead, DirectBuffer buffer, int offset,
            int length) {
        // [credit] acquire
        if (received >= granted
                || !slot(received).offer(lease, deliveries, takenOver, dead, buffer, offset, length)) {
            throw new SessionException("Work message " + (received + 1) + " without credit for it");
        }
        received++;
    }

    /** Loop or lease holder: the owner has processed settlements. */
    public void answer(long count, long lost) {
        if (count < answered) {
            throw new SessionException("Settled count decreases from " + answered + " to " + count);
        }
        // [settle] acquire
        if (count > settlements) {
            throw new SessionException("Settled count " + count + " of " + settlements + " settlements");
        }
        if (lost != 0) {
            losses += counts[(int) (count % MAX_UNANSWERED)] ? 1 : 0;
            lastLost = lost;
        }
        // [answer] release: after the losses.
        answered = count;
    }

    /** Loop or lease holder: the owner has answered a look ahead. */
    public void cancellations(boolean more, DirectBuffer buffer, int offset, int length) {
        lookAheads.answer(more, buffer, offset, length);
    }

    /** The questions for cancellations. */
    LookAheads lookAheads() {
        return lookAheads;
    }

    /** Asks for cancellations. There is space for the frame. */
    void lookAhead() {
        lookAheads.ask();
        frames.lookAhead();
        writer.flush();
    }

    /** Loop: the subscriber's thread was woken, and is about to look at the messages. */
    public void noteLook() {
        lookedAt = System.nanoTime();
    }

    /** Loop: whether there is a message that was not taken. */
    public boolean hasUntaken() {
        boolean any = false;
        for (WorkSlot slot : slots) {
            any |= slot.isReady();
        }
        return any;
    }

    /** Loop: how long until a message that was not taken is to be given back; 0 or less if one is due. */
    public long unusedInNanos() {
        long now = System.nanoTime();
        // The subscriber may take messages meanwhile.
        long least = patience;
        for (WorkSlot slot : slots) {
            if (slot.isReady()) {
                least = Math.min(least, slot.arrivedAt() + patience - now);
            }
        }
        return least;
    }

    /** Loop: gives one message back that was not taken and is due; returns its lease, or 0 if there is none. */
    public long giveBackUnused() {
        long before = System.nanoTime() - patience;
        for (WorkSlot slot : slots) {
            if (slot.isReady() && slot.arrivedAt() - before <= 0 && slot.giveBack()) {
                return slot.lease();
            }
        }
        return 0;
    }

    /** Loop: gives one message back that was not taken; returns its lease, or 0 if there is none. */
    public long giveBack() {
        for (WorkSlot slot : slots) {
            if (slot.isReady() && slot.giveBack()) {
                return slot.lease();
            }
        }
        return 0;
    }

    /** Loop: whether the owner has answered all settlements. */
    public boolean isSettled() {
        return answered == settlements;
    }

    /** Loop: the connection is closed, and all leases are lost. */
    public void close() {
        closed = true;
    }

    /** Any thread: whether the connection is closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether a message can be taken. */
    boolean hasMessage() {
        noteLook();
        return !closed && next() != null;
    }

    /** Finds the next message that was not given back; null if there is none. */
    private WorkSlot next() {
        WorkSlot slot = slot(passed);
        while (slot.isGivenBack()) {
            slot.empty();
            passed++;
            slot = slot(passed);
        }
        return slot.isReady() ? slot : null;
    }

    /** Takes the next message; null if there is none. The slot is to be emptied when the message is not used any more. */
    WorkSlot take() {
        noteLook();
        WorkSlot slot = closed ? null : next();
        while (slot != null && !slot.take()) {
            slot = next();
        }
        if (slot != null) {
            passed++;
        }
        return slot;
    }

    /** Begins a poll. A subscriber that polls rarely has more time for the messages that it asks for. */
    void beginPoll() {
        long now = System.nanoTime();
        patience = Math.clamp(2 * (now - lookedAt), UNUSED_NANOS, MAX_UNUSED_NANOS);
        lookedAt = now;
    }

    /** Asks the owner for messages, unless so many were asked for. */
    void request(int messages) {
        int wanted = Math.min(messages, slots.length);
        next();
        if (granted - passed < wanted && frames.hasRoom(0)) {
            // [credit] release: before the frame can be sent, because the messages may arrive at once.
            granted = passed + wanted;
            frames.credit(granted);
            writer.flush();
        }
    }

    /**
     * Ends a lease.
     *
     * @param countsLoss whether {@link #losses()} counts the lease if it is lost
     * @return the number of the settlement; 0 if no more can be sent until there is an answer
     */
    long settle(long lease, Outcome outcome, long delayNanos, boolean countsLoss) {
        if (!canSettle()) {
            return 0;
        }
        // An unanswered settlement has a place of its own.
        counts[(int) ((settlements + 1) % MAX_UNANSWERED)] = countsLoss;
        // [settle] release: before the frame can be sent, because the answer may arrive at once.
        settlements = settlements + 1;
        frames.settle(lease, outcome, delayNanos);
        writer.flush();
        return settlements;
    }

    /** The number of the last settlement. */
    long settlements() {
        return settlements;
    }

    /** Whether the owner has processed a settlement. */
    boolean isAnswered(long settlement) {
        // [answer] acquire
        return answered >= settlement;
    }

    /** Whether a further settlement can be sent. */
    boolean canSettle() {
        return settlements - answered < MAX_UNANSWERED && frames.hasRoom(0);
    }

    /** Leases that were lost at settlements that count, as far as the owner has answered. After {@link #isAnswered}. */
    long losses() {
        return losses;
    }

    /** The last lost lease. After {@link #isAnswered}. */
    long lastLost() {
        return lastLost;
    }
}
