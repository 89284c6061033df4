package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.wait.Condition;
import java.lang.foreign.MemorySegment;

/**
 * Finds claims of dead producers at the head of a ring with many producers.
 *
 * <p>With a negative header, its slot alone owns the claim. With an empty one and a tail beyond it, no byte behind it was
 * written yet, and the owner is among the slots whose intent is this position: several, if some lost the race for it and died
 * before they withdrew. A slot whose intent lies between head and tail is not given to anybody else, so a dead candidate stays
 * dead and its intent stays what it was.
 */
public final class MultiProducerRecovery implements DeadClaims {
    private static final long MAX_SLEEP_WHILE_CLAIMED_NANOS = 50_000_000L;
    /** The tail, whose line the producers fight for, is read at most this often, and the kernel asked. */
    private static final long INTERVAL_NANOS = 20_000_000L;
    /** Looks at an empty header for one look at the clock, of a consumer that looks often. */
    private static final int LOOKS_PER_CLOCK = 8;
    private static final int PRODUCERS = RingKind.MPSC.maxProducers();

    private final Ring ring;
    private final MemorySegment header;
    private final Liveness liveness;
    private final Runnable onSkipped;
    private int looks;
    private int looksPerClock = LOOKS_PER_CLOCK;
    private boolean askNow;
    private long lastAsked = System.nanoTime();
    private long lastClock = lastAsked;

    /**
     * Creates the recovery of a queue's consumer.
     *
     * @param ring the ring
     * @param liveness the kernel's word on who lives
     * @param onSkipped called when a record was skipped and its space given back
     */
    public MultiProducerRecovery(Ring ring, Liveness liveness, Runnable onSkipped) {
        this.ring = ring;
        header = ring.header();
        this.liveness = liveness;
        this.onSkipped = onSkipped;
    }

    @Override
    public long maxSleepNanos(long position) {
        askNow = tail() != position;
        return askNow ? MAX_SLEEP_WHILE_CLAIMED_NANOS : Condition.MAX_SLEEP_NANOS;
    }

    @Override
    public int deadLengthAt(long position) {
        long claim = headerAt(position);
        int length = RecordLayout.length(claim);
        if (length > 0 || !isTimeToAsk(length)) {
            return 0;
        }
        return length < 0 ? deadOwner(position, claim) : deadCandidate(position);
    }

    @Override
    public void skipped() {
        // Several producers may have died together: whoever claimed behind this one is asked about at once.
        askNow = true;
        onSkipped.run();
    }

    private boolean isTimeToAsk(int length) {
        if (askNow) {
            askNow = false;
            return true;
        }
        if (length == 0 && ++looks < looksPerClock) {
            return false;
        }
        long now = System.nanoTime();
        boolean often = now - lastClock < looks * (INTERVAL_NANOS / LOOKS_PER_CLOCK);
        looksPerClock = often ? LOOKS_PER_CLOCK : 1;
        looks = 0;
        lastClock = now;
        if (now - lastAsked < INTERVAL_NANOS) {
            return false;
        }
        lastAsked = now;
        return true;
    }

    private int deadOwner(long position, long claim) {
        int owner = RecordLayout.type(claim);
        if (owner < 0 || owner >= PRODUCERS) {
            throw new CorruptSegmentException("channel " + ring.name() + ": the record at position " + position
                    + " is claimed by slot " + owner
                    + ", which does not exist: the segment was overwritten, remove the channel");
        }
        int recordLength = ring.requireRecord(position, -RecordLayout.length(claim));
        // Dead, and had not committed before it died.
        return !liveness.isAlive(owner) && headerAt(position) == claim ? recordLength : 0;
    }

    private int deadCandidate(long position) {
        long tail = tail();
        if (tail == position) {
            return 0;
        }
        boolean found = false;
        for (int slot = 0; slot < PRODUCERS; slot++) {
            if (intent(slot) == position) {
                found = true;
                if (liveness.isAlive(slot)) {
                    return 0;
                }
            }
        }
        // The owner may have written its header, even committed and withdrawn, while the slots were read: look again then.
        if (!found || headerAt(position) != RecordLayout.EMPTY) {
            return 0;
        }
        return ownersLength(position);
    }

    /**
     * All candidates are dead; the owner's length is the one that leads to a record boundary. Whoever claimed behind the owner
     * has an intent there until its header is written, and the tail is there if nobody did: so tail, slots and headers are
     * read in this order. Inside the owner's space there is no boundary, because it is still zero.
     */
    private int ownersLength(long position) {
        long tail = tail();
        int smallest = Integer.MAX_VALUE;
        for (int slot = 0; slot < PRODUCERS; slot++) {
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
        for (int slot = 0; slot < PRODUCERS; slot++) {
            if (intent(slot) == position) {
                return true;
            }
        }
        return position < tail && headerAt(position) != RecordLayout.EMPTY;
    }

    /** Where producers write next, reserved or not. */
    private long tail() {
        return TailLayout.position(Words.getLongAcquire(header, SegmentLayout.TAIL));
    }

    private long intent(int slot) {
        // [intent]
        return Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.POSITION);
    }

    private long headerAt(long position) {
        // [commit]
        return Words.getLongAcquire(ring.data(), ring.offset(position));
    }
}
