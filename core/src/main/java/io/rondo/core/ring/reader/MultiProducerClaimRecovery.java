package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.UsedSlots;
import io.rondo.core.wait.Condition;
import java.lang.foreign.MemorySegment;

/**
 * Recovers claims of dead producers at the position of a consumer, in rings with many producers.
 *
 * <p>A negative header names the slot that owns the claim. If the header is empty and the tail is beyond it, no byte
 * behind it was written yet, and the owner is among the slots whose intent is this position. There are several if some
 * lost the race for the position and died before they withdrew. A slot whose intent is between head and tail is not
 * reused, so a dead candidate stays dead and its intent stays unchanged.
 *
 * <p>In a work queue the entry takes the place of the header ({@link Ring#headerAt}), and stale entries that of zeroes.
 * Several consumers may look at one claim; what they find is valid as long as the entry has not changed, so the one that
 * changes it by a CAS skips the claim.
 *
 * <p>The tail is always loaded before the high-water mark of the slots: a producer raises the mark before it moves the
 * tail.
 */
public final class MultiProducerClaimRecovery implements AbandonedClaimRecovery {
    private static final long MAX_SLEEP_WHILE_CLAIMED_NANOS = 50_000_000L;
    /** Shortest interval between two loads of the tail, a contended line, and between two checks of liveness. */
    private static final long INTERVAL_NANOS = 20_000_000L;
    /** Looks at an empty or claimed header per read of the clock, for a consumer that polls often. */
    private static final int LOOKS_PER_CLOCK = 16;

    private final Ring ring;
    private final MemorySegment header;
    private final UsedSlots used;
    private final ParticipantLiveness liveness;
    private final Runnable onSkipped;
    private final int firstProducer;
    private final LookInterval interval = new LookInterval(INTERVAL_NANOS, LOOKS_PER_CLOCK);
    private boolean askNow;

    /**
     * Creates the recovery of one consumer.
     *
     * @param ring the ring
     * @param liveness tells which producers are alive
     * @param onSkipped called when a claim was skipped. Its space is free then in a queue; in a work queue it is freed in
     *     order
     */
    public MultiProducerClaimRecovery(Ring ring, ParticipantLiveness liveness, Runnable onSkipped) {
        this.ring = ring;
        header = ring.header();
        used = new UsedSlots(header, ring.slots());
        this.liveness = liveness;
        this.onSkipped = onSkipped;
        firstProducer = ring.kind().firstProducer(ring.slots());
    }

    @Override
    public long maxSleepNanos(long position) {
        askNow = tail(position) != position;
        return askNow ? MAX_SLEEP_WHILE_CLAIMED_NANOS : Condition.MAX_SLEEP_NANOS;
    }

    @Override
    public int abandonedLengthAt(long position) {
        long claim = ring.headerAt(position);
        int length = RecordLayout.length(claim);
        if (length > 0 || !isTimeToAsk()) {
            return 0;
        }
        return length < 0 ? deadOwner(position, claim) : deadCandidate(position);
    }

    @Override
    public int spareLooks() {
        return askNow ? 0 : interval.spareLooks();
    }

    @Override
    public void looked(int count) {
        interval.looked(count);
    }

    @Override
    public void skipped() {
        // Several producers may have died together: the next claim is checked at once.
        askNow = true;
        onSkipped.run();
    }

    private boolean isTimeToAsk() {
        if (askNow) {
            askNow = false;
            return true;
        }
        return interval.isOver();
    }

    private int deadOwner(long position, long claim) {
        int owner = RecordLayout.type(claim);
        if (owner < firstProducer || owner >= ring.slots()) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": the record at position " + position
                    + " is claimed by slot " + owner
                    + ", which is no producer's: the segment was overwritten, remove the channel");
        }
        int recordLength = ring.requireRecord(position, -RecordLayout.length(claim));
        // The owner is dead, and had not committed before it died.
        return !liveness.isAlive(owner) && ring.headerAt(position) == claim ? recordLength : 0;
    }

    /** Fails if a consumer is at a position that producers have not reached; a tail of 0 is that of a retired mapping. */
    private void requireReached(long tail, long position) {
        if (tail < position && tail != 0) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": a consumer is at position "
                    + position + ", behind the tail " + tail + ": the segment was overwritten, remove the channel");
        }
    }

    private int deadCandidate(long position) {
        long tail = tail(position);
        if (tail <= position) {
            requireReached(tail, position);
            return 0;
        }
        boolean found = false;
        int end = used.count();
        for (int slot = firstProducer; slot < end; slot++) {
            if (intent(slot) == position) {
                found = true;
                if (liveness.isAlive(slot)) {
                    return 0;
                }
            }
        }
        // The owner may have stored its header, or committed and withdrawn, while the slots were read: retry then.
        if (!found || ring.headerAt(position) != RecordLayout.EMPTY) {
            return 0;
        }
        return ownersLength(position);
    }

    /**
     * Returns the length of the owner's claim; all candidates are dead. It is the length that leads to a record
     * boundary: the tail, the intent of a producer that claimed behind the owner, or that producer's header. Tail,
     * slots and headers are read in this order, because the producer stores them in this order. The owner's own space
     * has no boundary, it is still zero.
     */
    private int ownersLength(long position) {
        long tail = tail(position);
        int smallest = Integer.MAX_VALUE;
        int end = used.count();
        for (int slot = firstProducer; slot < end; slot++) {
            if (intent(slot) == position) {
                int length = candidateLength(slot, position);
                if (length < smallest && isBoundary(position + length, tail)) {
                    smallest = length;
                }
            }
        }
        return smallest == Integer.MAX_VALUE ? 0 : smallest;
    }

    private int candidateLength(int slot, long position) {
        long length = Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH);
        return ring.requireRecord(position, (int) length);
    }

    private boolean isBoundary(long position, long tail) {
        if (position == tail) {
            return true;
        }
        int end = used.count();
        for (int slot = firstProducer; slot < end; slot++) {
            if (intent(slot) == position) {
                return true;
            }
        }
        return position < tail && ring.headerAt(position) != RecordLayout.EMPTY;
    }

    /** Returns the position where producers write next, less than a lap from the consumer's, reserved or not. */
    private long tail(long near) {
        return TailLayout.position(Words.getLongAcquire(header, SegmentLayout.TAIL), near);
    }

    private long intent(int slot) {
        // [intent]
        return Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.POSITION);
    }
}
