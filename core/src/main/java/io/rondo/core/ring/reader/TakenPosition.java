package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;
import java.util.function.BooleanSupplier;

/**
 * How far the consumers of a service's request queue have taken requests. A consumer stores the end of a request in the
 * word {@code taken} before it handles the request. So a successor does not handle a request again that a dead consumer
 * has taken, and the producer of such a request learns that it will not be answered.
 */
public final class TakenPosition {
    private final Ring ring;
    private final long taken;
    private final long takenBefore;

    /**
     * Creates the view of a request queue.
     *
     * @param ring the ring
     */
    public TakenPosition(Ring ring) {
        this.ring = ring;
        taken = ring.headerAddress(SegmentLayout.TAKEN);
        takenBefore = ring.headerAddress(SegmentLayout.TAKEN_BEFORE);
    }

    /**
     * For a consumer that attaches, before other participants count it: confirms what its predecessors have taken.
     *
     * @param position of the consumer
     * @return the position at which the consumer begins
     * @throws SegmentException {@code CORRUPT} if the word holds what no consumer writes
     */
    public long begin(ConsumerPosition position, long confirmed) {
        // [taken]
        long before = RawWords.getLongAcquire(taken);
        if (before < 0 || before % RecordLayout.ALIGNMENT != 0 || before - confirmed > ring.capacity()) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": requests taken up to position "
                    + before + ", but confirmed up to " + confirmed
                    + ": the segment was overwritten, remove the channel");
        }
        // [taken before] Before this consumer is counted, so before it takes a request.
        RawWords.setLongRelease(takenBefore, before);
        if (before > confirmed) {
            position.confirm(confirmed, before);
        }
        return Math.max(before, confirmed);
    }

    /** Returns the address of the word in which the consumer stores the end of each record that it takes. */
    public long takenWord() {
        return taken;
    }

    /**
     * Returns the position up to which requests were taken by consumers that have ended. A request that ends at this
     * position or before it is answered already, or never will be.
     *
     * @param hasConsumer whether a consumer lives, asked of the kernel
     */
    public long abandoned(BooleanSupplier hasConsumer) {
        // [taken] Before the question: no consumer lives after it, so none of those that stored this value does.
        long end = RawWords.getLongAcquire(taken);
        // [taken before]
        return hasConsumer.getAsBoolean() ? RawWords.getLongAcquire(takenBefore) : end;
    }
}
