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
     * Finds the end of the topic and stores it in the consumer's slot. The slot must be visible to the producer as
     * joining and gating.
     *
     * @param ring the ring
     * @param slot the consumer's slot
     * @return the topic's end at some moment during this call, and the messages before it
     * @throws SegmentException {@code CORRUPT} if the header holds what no producer writes
     */
    public static Checkpoint join(Ring ring, int slot) {
        Checkpoints checkpoints = new Checkpoints(ring);
        Checkpoint safe = hold(ring, slot, checkpoints, checkpoints.newest());
        // A consumer sees new messages only, so it moves to the end.
        Checkpoint end = TailScanner.findTail(ring, safe);
        Words.setLongRelease(ring.header(), position(slot), end.position());
        return end;
    }

    /**
     * Finds the oldest checkpoint with records that are not overwritten, and stores it in the consumer's slot. Otherwise as
     * {@link #join}.
     *
     * @param ring the ring
     * @param slot the consumer's slot
     * @return a record boundary, and the messages before it
     * @throws SegmentException {@code CORRUPT} if the header holds what no producer writes
     */
    public static Checkpoint joinOldest(Ring ring, int slot) {
        Checkpoints checkpoints = new Checkpoints(ring);
        return hold(ring, slot, checkpoints, checkpoints.oldestFrom(limit(ring) - ring.capacity()));
    }

    /** Stores a position behind which nothing is overwritten: that of a checkpoint, or of a newer one. */
    private static Checkpoint hold(Ring ring, int slot, Checkpoints checkpoints, Checkpoint first) {
        Checkpoint safe = first;
        while (true) {
            Words.setLongRelease(ring.header(), position(slot), safe.position());
            // Orders the store of the position before the load of the announcement; pairs with the fence of the
            // producer.
            Words.fullFence();
            // More than a lap beyond the position, the producer may not have seen this consumer: take a later position.
            long limit = limit(ring);
            if (limit <= safe.position() + ring.capacity()) {
                return safe;
            }
            // The checkpoint was stored before the announcement, which is at most a lap beyond it.
            safe = checkpoints.oldestFrom(limit - ring.capacity());
            if (limit > safe.position() + ring.capacity()) {
                throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": the limit " + limit
                        + " is more than a lap beyond position " + safe.position()
                        + ": the segment was overwritten, remove the channel");
            }
        }
    }

    private static long limit(Ring ring) {
        // [limit]
        return Words.getLongAcquire(ring.header(), SegmentLayout.LIMIT);
    }

    private static long position(int slot) {
        return SlotLayout.offset(slot) + SlotLayout.POSITION;
    }
}
