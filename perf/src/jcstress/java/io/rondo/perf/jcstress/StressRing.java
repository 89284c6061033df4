package io.rondo.perf.jcstress;

import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.SegmentBuffer;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.DeadClaims;
import io.rondo.core.ring.Liveness;
import io.rondo.core.ring.QueueCursor;
import io.rondo.core.ring.RecordReader;
import io.rondo.core.ring.RecordWriter;
import io.rondo.core.ring.Ring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A ring of its own for each state of a test. Its memory is not mirrored, so records must not reach the end, and it ends with the
 * last slot; the ring is told of more because it expects a whole segment.
 */
final class StressRing {
    static final int CAPACITY = 4096;
    static final Liveness ALL_ALIVE = new Liveness() {
        @Override
        public boolean isAlive(int slot) {
            return true;
        }

        @Override
        public boolean freeIfDead(int slot) {
            return false;
        }
    };

    private static final int HEADER = SlotLayout.offset(SlotLayout.SLOTS);

    final Ring ring;
    /** As much as the memory outside the heap, which jcstress does not see when it decides how many states it can have. */
    final byte[] footprint = new byte[HEADER + CAPACITY];
    /** Keeps the memory. */
    private final MemorySegment memory = Arena.ofAuto().allocate(HEADER + CAPACITY, Long.BYTES);

    StressRing() {
        MemorySegment data = MemorySegment.ofAddress(memory.address() + HEADER).reinterpret(2L * CAPACITY);
        MemorySegment header = MemorySegment.ofAddress(memory.address()).reinterpret(SegmentLayout.DATA);
        ring = new Ring("stress", header, data, CAPACITY, CAPACITY / 2 - Long.BYTES);
        for (int i = 1; i < CheckpointLayout.COUNT; i++) {
            set(CheckpointLayout.offset(i), CheckpointLayout.NONE);
        }
        set(SegmentLayout.CHECKPOINT_COUNT, 1);
        for (int slot = 0; slot < SlotLayout.PRODUCER_SLOTS; slot++) {
            set(SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE);
        }
    }

    void set(long offset, long value) {
        Words.setLong(ring.header(), offset, value);
    }

    long get(long offset) {
        return Words.getLongAcquire(ring.header(), offset);
    }

    /** The consumer of an empty single-producer queue. */
    RecordReader singleProducerReader() {
        return new RecordReader(ring, QueueCursor.ofSingleProducer(ring), DeadClaims.NONE, 0);
    }

    /** Publishes a message of two words. */
    void publish(RecordWriter writer, long first, long second) {
        SegmentBuffer payload = SegmentBuffer.ofMapping(ring.data());
        payload.window(writer.tryClaim(2 * Long.BYTES), 2 * Long.BYTES);
        payload.putLong(0, first);
        payload.putLong(Long.BYTES, second);
        writer.commit();
    }
}
