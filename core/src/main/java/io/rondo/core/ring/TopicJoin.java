package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;

/** How a consumer enters a topic that is being written: the other half of {@link TopicGate}. */
public final class TopicJoin {
    private TopicJoin() {}

    /**
     * Finds the first position this consumer will see, and stores it in its slot. The slot must be visible to the producer as
     * joining and as one it waits for.
     *
     * @param ring the ring
     * @param slot the consumer's slot
     * @return the topic's end at some moment during this call, and the messages before it
     * @throws CorruptSegmentException if something stands there that no producer writes
     */
    public static Checkpoint join(Ring ring, int slot) {
        Checkpoints checkpoints = new Checkpoints(ring);
        long position = SlotLayout.offset(slot) + SlotLayout.POSITION;
        Checkpoint safe = checkpoints.newest();
        while (true) {
            Words.setLongRelease(ring.header(), position, safe.position());
            // Orders the position before the look at the announcement; pairs with the fence of the producer.
            Words.fullFence();
            // [limit] beyond a lap from here, the producer may not have seen this consumer: take a later place.
            long limit = Words.getLongAcquire(ring.header(), SegmentLayout.LIMIT);
            if (limit <= safe.position() + ring.capacity()) {
                break;
            }
            // The checkpoint came before the announcement, which is at most a lap beyond it.
            safe = checkpoints.newest();
            if (limit > safe.position() + ring.capacity()) {
                throw new CorruptSegmentException("channel " + ring.name() + ": the limit " + limit
                        + " is more than a lap beyond position " + safe.position()
                        + ": the segment was overwritten, remove the channel");
            }
        }
        // From here on nothing behind the position is overwritten. A topic shows what comes from now on: go to its end.
        Checkpoint end = Scan.toTail(ring, safe);
        Words.setLongRelease(ring.header(), position, end.position());
        return end;
    }
}
