package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.TailScanner;

/**
 * Joins a consumer to a topic while its producer writes: the other half of {@link io.rondo.core.ring.writer.TopicGate}.
 */
public final class TopicJoiner {
    private TopicJoiner() {}

    /**
     * Finds the consumer's first position and stores it in its slot. The slot must be visible to the producer as
     * joining and gating.
     *
     * @param ring the ring
     * @param slot the consumer's slot
     * @return the topic's end at some moment during this call, and the messages before it
     * @throws SegmentException {@code CORRUPT} if the header holds what no producer writes
     */
    public static Checkpoint join(Ring ring, int slot) {
        Checkpoints checkpoints = new Checkpoints(ring);
        long position = SlotLayout.offset(slot) + SlotLayout.POSITION;
        Checkpoint safe = checkpoints.newest();
        while (true) {
            Words.setLongRelease(ring.header(), position, safe.position());
            // Orders the store of the position before the load of the announcement; pairs with the fence of the
            // producer.
            Words.fullFence();
            // [limit] More than a lap beyond the position, the producer may not have seen this consumer: take a later
            // position.
            long limit = Words.getLongAcquire(ring.header(), SegmentLayout.LIMIT);
            if (limit <= safe.position() + ring.capacity()) {
                break;
            }
            // The checkpoint was stored before the announcement, which is at most a lap beyond it.
            safe = checkpoints.newest();
            if (limit > safe.position() + ring.capacity()) {
                throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": the limit " + limit
                        + " is more than a lap beyond position " + safe.position()
                        + ": the segment was overwritten, remove the channel");
            }
        }
        // From here on nothing behind the position is overwritten. A consumer sees new messages only, so it moves to
        // the end.
        Checkpoint end = TailScanner.findTail(ring, safe);
        Words.setLongRelease(ring.header(), position, end.position());
        return end;
    }
}
