package io.rondo.core.ring;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * A topic's producer may write one lap ahead of its slowest gating consumer, and announces how far before it goes there.
 *
 * <p>Announcing and joining are Dekker's protocol: the producer stores the announcement, fences, and looks at the positions; a
 * joiner stores its position, fences, and looks at the announcement. At least one sees the other: either the producer takes
 * its announcement back, or the joiner moves on (see {@link TopicJoin}). The announcement is never more than a lap beyond the
 * newest checkpoint, so that there is always a place to join or to resume.
 *
 * <p>A consumer that may be evicted gates like others until the producer would have to wait for it and for nobody else. Then its
 * state changes to evicted, before anything it has not read is overwritten: a consumer that copied a record and finds its state
 * as it was has copied what the producer wrote (see {@link EvictionFloor}).
 */
final class TopicGate implements SpaceGate {
    private static final long LIVENESS_INTERVAL_NANOS = 50_000_000L;

    /**
     * No more than this part of a lap is announced at once: readers that no producer waits for lose what lies a lap before the
     * announcement.
     */
    private static final int STEPS_PER_LAP = 4;

    private final MemorySegment header;
    private final int capacity;
    private final Checkpoints checkpoints;
    private final Liveness liveness;
    private final Runnable onEvicted;
    private long announced;
    /** What was announced and then seen to be granted; the announcement of a dead producer need not be. */
    private long granted;
    private long lastAsked;

    TopicGate(Ring ring, Checkpoints checkpoints, Liveness liveness, Runnable onEvicted) {
        header = ring.header();
        capacity = ring.capacity();
        this.checkpoints = checkpoints;
        this.liveness = liveness;
        this.onEvicted = onEvicted;
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
            // [limit] announced before it is used.
            Words.setLongRelease(header, SegmentLayout.LIMIT, target);
        }
        // Orders the announcement before the second look; pairs with the fence of a joiner. Also orders evictions before the
        // writes they make room for.
        Words.fullFence();
        granted = Math.max(granted, Math.min(target, target(true)));
        long stands = Math.max(granted, announced);
        if (stands < target) {
            Words.setLongRelease(header, SegmentLayout.LIMIT, stands);
        }
        announced = stands;
        return granted;
    }

    /** How far the consumers let the producer go; perhaps without those that may be evicted. */
    private long target(boolean waitsForEvictable) {
        long target = checkpoints.newestPosition() + capacity;
        for (int i = 0; i < RingKind.SPMC.maxConsumers(); i++) {
            int slot = SlotLayout.offset(SlotLayout.consumerSlot(i));
            if (gates(slot) && (waitsForEvictable || !isEvictable(slot))) {
                // [position] what the consumer read before it, it is done with.
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

    /** One that still looks for its place relies on the producer. */
    private boolean isEvictable(int slot) {
        return state(slot) == SlotState.ATTACHED && hasFlag(slot, SlotLayout.FLAG_EVICTABLE);
    }

    private int state(int slot) {
        return SlotState.state(Words.getLongAcquire(header, slot + SlotLayout.STATE));
    }

    private boolean hasFlag(int slot, int flag) {
        return (Words.getIntOpaque(header, slot + SlotLayout.FLAGS) & flag) != 0;
    }

    /** Evicts those behind, if that makes room: where others hold the producer up as well, nobody would gain. True if there is room. */
    private boolean evictConsumers(long wanted) {
        if (target(false) < wanted) {
            return false;
        }
        for (int i = 0; i < RingKind.SPMC.maxConsumers(); i++) {
            int consumer = SlotLayout.consumerSlot(i);
            int slot = SlotLayout.offset(consumer);
            long word = Words.getLongAcquire(header, slot + SlotLayout.STATE);
            if (isEvictable(slot) && Words.getLongAcquire(header, slot + SlotLayout.POSITION) + capacity < wanted) {
                evict(consumer, word);
            }
        }
        // Who was behind has been evicted, or has left or read on meanwhile.
        return true;
    }

    private void evict(int consumer, long word) {
        // [evict] A consumer that left meanwhile, or its successor in the slot, has another word.
        if (!liveness.freeIfDead(consumer)
                && Words.compareAndSetLong(header, SlotLayout.offset(consumer) + SlotLayout.STATE, word,
                        SlotState.with(word, SlotState.EVICTED))) {
            onEvicted.run();
        }
    }

    /** Asks the kernel about every gating consumer, now and then: the producer is held up, but may be spinning. */
    private boolean freeDeadConsumers() {
        long now = System.nanoTime();
        if (now - lastAsked < LIVENESS_INTERVAL_NANOS && lastAsked != 0) {
            return false;
        }
        lastAsked = now;
        boolean freed = false;
        for (int i = 0; i < RingKind.SPMC.maxConsumers(); i++) {
            int slot = SlotLayout.consumerSlot(i);
            if (gates(SlotLayout.offset(slot)) && liveness.freeIfDead(slot)) {
                freed = true;
            }
        }
        return freed;
    }
}
