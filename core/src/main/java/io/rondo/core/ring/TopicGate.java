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
    private long announced;
    /** What was announced and then seen to be granted; the announcement of a dead producer need not be. */
    private long granted;
    private long lastAsked;

    TopicGate(Ring ring, Checkpoints checkpoints, Liveness liveness) {
        header = ring.header();
        capacity = ring.capacity();
        this.checkpoints = checkpoints;
        this.liveness = liveness;
        announced = Words.getLongAcquire(header, SegmentLayout.LIMIT);
    }

    @Override
    public long limit(long wanted) {
        long target = target();
        if (target < wanted && freeDeadConsumers()) {
            target = target();
        }
        target = Math.min(target, wanted + capacity / STEPS_PER_LAP);
        if (target <= granted) {
            return granted;
        }
        if (target > announced) {
            // [limit] announced before it is used.
            Words.setLongRelease(header, SegmentLayout.LIMIT, target);
        }
        // Orders the announcement before the second look; pairs with the fence of a joiner.
        Words.fullFence();
        granted = Math.max(granted, Math.min(target, target()));
        long stands = Math.max(granted, announced);
        if (stands < target) {
            Words.setLongRelease(header, SegmentLayout.LIMIT, stands);
        }
        announced = stands;
        return granted;
    }

    private long target() {
        long target = checkpoints.newestPosition() + capacity;
        for (int i = 0; i < RingKind.SPMC.maxConsumers(); i++) {
            int slot = SlotLayout.offset(SlotLayout.consumerSlot(i));
            if (gates(slot)) {
                // [position] what the consumer read before it, it is done with.
                long position = Words.getLongAcquire(header, slot + SlotLayout.POSITION);
                target = Math.min(target, position + capacity);
            }
        }
        return target;
    }

    private boolean gates(int slot) {
        int state = SlotState.state(Words.getLongAcquire(header, slot + SlotLayout.STATE));
        return state != SlotState.FREE
                && (Words.getIntOpaque(header, slot + SlotLayout.FLAGS) & SlotLayout.FLAG_UNGATED) == 0;
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
