package io.rondo.core.ring.writer;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.UsedSlots;
import java.lang.foreign.MemorySegment;

/**
 * Limits a topic's producer to one lap ahead of the slowest consumer that it waits for. The producer announces how far
 * it will write before it writes there.
 *
 * <p>Announcing and joining are Dekker's protocol: the producer stores the announcement, fences, and loads the
 * high-water mark of the slots and the positions; a joiner raises the mark, stores its position, fences, and loads the
 * announcement. At least one sees the other: either the producer takes its announcement back, or the joiner moves on
 * (see {@link io.rondo.core.ring.reader.TopicJoiner}). Mark and positions are loaded again behind the fence: a mark
 * from before it could miss a joiner. The announcement is never more than a lap beyond the newest checkpoint, so there
 * is always a position to join or to resume at.
 *
 * <p>The producer waits for an evictable consumer like for others until only evictable consumers hold it up. Then it
 * changes their states to evicted, before anything that they have not read is overwritten: a consumer that copied a
 * record and finds its state unchanged has copied what the producer wrote (see {@link
 * io.rondo.core.ring.scan.EvictionLowWatermark}).
 */
final class TopicGate implements SpaceGate {
    private static final long LIVENESS_INTERVAL_NANOS = 50_000_000L;

    /**
     * At most this part of a lap is announced at once: readers that drop messages lose what is a lap before the limit.
     */
    private static final int STEPS_PER_LAP = 4;

    private final MemorySegment header;
    private final int capacity;
    private final Checkpoints checkpoints;
    private final ParticipantLiveness liveness;
    private final Runnable onEvicted;
    private final UsedSlots used;
    private long announced;
    /**
     * The limit that was announced and found to be granted. The announcement of a dead predecessor may not be granted.
     */
    private long granted;
    private long lastAsked;

    TopicGate(Ring ring, Checkpoints checkpoints, ParticipantLiveness liveness, Runnable onEvicted) {
        header = ring.header();
        capacity = ring.capacity();
        this.checkpoints = checkpoints;
        this.liveness = liveness;
        this.onEvicted = onEvicted;
        used = new UsedSlots(header, ring.slots());
        announced = Words.getLongAcquire(header, SegmentLayout.LIMIT);
    }

    @Override
    public long limit(long wanted) {
        long target = target(true);
        if (target < wanted && (freeDeadConsumers() | evictConsumers(wanted))) {
            target = target(true);
        }
        target = Math.min(target, wanted + capacity / STEPS_PER_LAP);
        if (target <= granted) {
            return granted;
        }
        if (target > announced) {
            // [limit] Announced before it is used.
            Words.setLongRelease(header, SegmentLayout.LIMIT, target);
        }
        // Orders the announcement before the second scan; pairs with the fence of a joiner. Also orders evictions
        // before the writes into the space of evicted consumers.
        Words.fullFence();
        granted = Math.max(granted, Math.min(target, target(true)));
        long stands = Math.max(granted, announced);
        if (stands < target) {
            Words.setLongRelease(header, SegmentLayout.LIMIT, stands);
        }
        announced = stands;
        return granted;
    }

    /** Returns how far the consumers let the producer write, optionally without evictable ones. */
    private long target(boolean waitsForEvictable) {
        long target = checkpoints.newestPosition() + capacity;
        int end = used.count();
        for (int consumer = SlotLayout.FIRST_PEER; consumer < end; consumer++) {
            int slot = SlotLayout.offset(consumer);
            if (gates(slot) && (waitsForEvictable || !isEvictable(slot))) {
                // [position] The consumer has read everything before it.
                long position = Words.getLongAcquire(header, slot + SlotLayout.POSITION);
                target = Math.min(target, position + capacity);
            }
        }
        return target;
    }

    private boolean gates(int slot) {
        int state = state(slot);
        return state != SlotState.FREE && state != SlotState.EVICTED && !hasFlag(slot, SlotLayout.FLAG_UNGATED);
    }

    /** A joining consumer is not evictable yet: it relies on the producer. */
    private boolean isEvictable(int slot) {
        return state(slot) == SlotState.ATTACHED && hasFlag(slot, SlotLayout.FLAG_EVICTABLE);
    }

    private int state(int slot) {
        return SlotState.state(Words.getLongAcquire(header, slot + SlotLayout.STATE));
    }

    private boolean hasFlag(int slot, int flag) {
        return (Words.getIntOpaque(header, slot + SlotLayout.FLAGS) & flag) != 0;
    }

    /**
     * Evicts the consumers that hold the producer up, unless other consumers do so as well. Returns whether there is
     * space.
     */
    private boolean evictConsumers(long wanted) {
        if (target(false) < wanted) {
            return false;
        }
        int end = used.count();
        for (int consumer = SlotLayout.FIRST_PEER; consumer < end; consumer++) {
            int slot = SlotLayout.offset(consumer);
            long word = Words.getLongAcquire(header, slot + SlotLayout.STATE);
            if (isEvictable(slot) && Words.getLongAcquire(header, slot + SlotLayout.POSITION) + capacity < wanted) {
                evict(consumer, word);
            }
        }
        // The others have left or read on since the check above.
        return true;
    }

    private void evict(int consumer, long word) {
        // [evict] After a consumer has left, and for its successor in the slot, the word is another one.
        if (!liveness.freeIfDead(consumer)
                && Words.compareAndSetLong(header, SlotLayout.offset(consumer) + SlotLayout.STATE, word,
                        SlotState.with(word, SlotState.EVICTED))) {
            onEvicted.run();
        }
    }

    /** Frees the slots of dead consumers. Limited in rate, because a producer that is held up may be spinning. */
    private boolean freeDeadConsumers() {
        long now = System.nanoTime();
        if (now - lastAsked < LIVENESS_INTERVAL_NANOS && lastAsked != 0) {
            return false;
        }
        lastAsked = now;
        boolean freed = false;
        int end = used.count();
        for (int slot = SlotLayout.FIRST_PEER; slot < end; slot++) {
            if (gates(SlotLayout.offset(slot)) && liveness.freeIfDead(slot)) {
                freed = true;
            }
        }
        return freed;
    }
}
