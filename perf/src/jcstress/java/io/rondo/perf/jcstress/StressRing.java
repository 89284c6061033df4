package io.rondo.perf.jcstress;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A separate ring for each state of a test. Its memory is not mapped twice, so records must not reach the end. The
 * memory ends with the last used slot, but the ring is given the size of a whole segment.
 */
final class StressRing {
    static final int CAPACITY = 4096;
    private static final int SHORT_CLAIM = 184;
    static final ParticipantLiveness ALL_ALIVE = new ParticipantLiveness() {
        @Override
        public boolean isAlive(int slot) {
            return true;
        }

        @Override
        public boolean freeIfDead(int slot) {
            return false;
        }
    };

    /** Few slots keep the states small. */
    private static final int SLOTS = 8;
    private static final int HEADER = SlotLayout.offset(SLOTS);

    final Ring ring;
    /** Bytes outside the heap, which jcstress does not see when it decides on the number of states. */
    final byte[] footprint = new byte[HEADER + CAPACITY];
    /** Keeps the memory reachable. */
    private final MemorySegment memory = Arena.ofAuto().allocate(HEADER + CAPACITY, Long.BYTES);

    StressRing() {
        MemorySegment data = MemorySegment.ofAddress(memory.address() + HEADER).reinterpret(2L * CAPACITY);
        MemorySegment header = MemorySegment.ofAddress(memory.address()).reinterpret(SegmentLayout.entries(SLOTS));
        ring = new Ring("stress", RingKind.MPSC, header, data, CAPACITY, CAPACITY / 2 - Long.BYTES, SLOTS);
        for (int i = 1; i < CheckpointLayout.COUNT; i++) {
            set(CheckpointLayout.offset(i), CheckpointLayout.NONE);
        }
        set(SegmentLayout.CHECKPOINT_COUNT, 1);
        set(SegmentLayout.USED_SLOTS, SLOTS);
        MultiProducerWriter.initialise(ring.header(), SLOTS);
    }

    void set(long offset, long value) {
        Words.setLong(ring.header(), offset, value);
    }

    long get(long offset) {
        return Words.getLongAcquire(ring.header(), offset);
    }

    /** The consumer of an empty single-producer queue. */
    RecordReader singleProducerReader() {
        return new RecordReader(ring, QueueConsumerPosition.ofSingleProducer(ring), AbandonedClaimRecovery.NONE, 0);
    }

    /**
     * Publishes a message of two words through a longer claim, whose rest consists of headers of committed messages.
     */
    void publishShort(RecordWriter writer, long first, long second) {
        SegmentBuffer payload = SegmentBuffer.ofMapping(ring.data());
        payload.window(writer.tryClaim(SHORT_CLAIM), SHORT_CLAIM);
        payload.putLong(0, first);
        payload.putLong(Long.BYTES, second);
        for (int i = 2 * Long.BYTES; i < SHORT_CLAIM; i += Long.BYTES) {
            payload.putLong(i, RecordLayout.committed(2 * Long.BYTES));
        }
        writer.commit(2 * Long.BYTES);
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
