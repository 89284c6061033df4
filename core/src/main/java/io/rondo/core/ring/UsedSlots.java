package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The high-water mark of a segment's participant slots: all slots from it on have always been free. So a scan of the
 * slots costs what the used ones cost. The mark never decreases. Thread-safe.
 *
 * <p>A participant raises the mark before its first store to its slot. A scan that must see a participant loads the
 * mark, and then the slots, behind the same ordering that lets it see the slot:
 * <ul>
 * <li>A topic's producer announces its limit, fences, and loads the mark and the positions; a joining consumer raises
 * the mark, stores its position, fences, and loads the limit. If the consumer does not see the announcement, its fence
 * came first, and the producer sees mark and position ({@link io.rondo.core.ring.writer.TopicGate}).
 * <li>A queue's consumer loads the tail, and then the mark and the intents; a producer raises the mark and stores its
 * intent before it moves the tail ({@link io.rondo.core.ring.reader.MultiProducerClaimRecovery}).
 * </ul>
 */
public final class UsedSlots {
    private final MemorySegment header;
    private final int slots;

    /**
     * Creates a view.
     *
     * @param header the segment up to the data
     * @param slots number of slots of the segment
     */
    public UsedSlots(MemorySegment header, int slots) {
        this.header = header;
        this.slots = slots;
    }

    /**
     * Returns the mark.
     *
     * @return from 0 to the number of slots, whatever the segment holds
     */
    public int count() {
        // [slots] Loaded before the slots.
        return Math.clamp(Words.getLongAcquire(header, SegmentLayout.USED_SLOTS), 0, slots);
    }

    /**
     * Raises the mark above a slot. Called by the process that has locked the slot, before it stores anything there.
     *
     * @param slot the slot
     */
    public void include(int slot) {
        long used = Words.getLongAcquire(header, SegmentLayout.USED_SLOTS);
        // [slots] Stored before the slot: the CAS orders it.
        while (used <= slot && !Words.compareAndSetLong(header, SegmentLayout.USED_SLOTS, used, slot + 1L)) {
            used = Words.getLongAcquire(header, SegmentLayout.USED_SLOTS);
        }
    }
}
