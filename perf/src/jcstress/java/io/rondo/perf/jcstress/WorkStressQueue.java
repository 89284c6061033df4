package io.rondo.perf.jcstress;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A separate work queue for each state of a test, with consumers in slots 0 and 1 and producers in slots 2 and 3. Its data is
 * not mapped twice, so records must not reach the end. The memory ends with the data, but the ring is given the size of a
 * whole segment.
 */
final class WorkStressQueue {
    /** Small, because a test of laps fills the queue. */
    static final int CAPACITY = 256;
    private static final int SLOTS = 4;
    private static final int FIRST_PRODUCER = 2;

    final Ring ring;
    /** Bytes outside the heap, which jcstress does not see when it decides on the number of states. */
    final byte[] footprint;
    /** Keeps the memory reachable. */
    private final MemorySegment memory;
    private final ParticipantLiveness liveness;

    WorkStressQueue(ParticipantLiveness liveness) {
        this.liveness = liveness;
        int header = SegmentLayout.data(RingKind.WORK, CAPACITY, SLOTS);
        int entries = SegmentLayout.entries(SLOTS) + WorkEntryLayout.length(CAPACITY);
        footprint = new byte[entries + 2 * CAPACITY];
        memory = Arena.ofAuto().allocate(footprint.length, 64);
        MemorySegment data = MemorySegment.ofAddress(memory.address() + entries).reinterpret(2L * CAPACITY);
        ring = new Ring("stress", RingKind.WORK, memory.reinterpret(header), data, CAPACITY, CAPACITY / 2 - Long.BYTES,
                SLOTS);
        set(SegmentLayout.USED_SLOTS, SLOTS);
        MultiProducerWriter.initialise(memory, SLOTS);
    }

    private void set(long offset, long value) {
        Words.setLong(memory, offset, value);
    }

    long head() {
        return Words.getLongAcquire(memory, SegmentLayout.HEAD);
    }

    /** Returns the entry of the first message. */
    long firstEntry() {
        return ring.entryAt(0);
    }

    /** Changes the entry of the first message to done, not by a CAS; returns whether it was the expected one before. */
    boolean acknowledgeByStore(long expected) {
        if (ring.entryAt(0) != expected) {
            return false;
        }
        Words.setLongRelease(ring.header(), SegmentLayout.entries(SLOTS), WorkEntryLayout.done(0, 64, CAPACITY));
        return true;
    }

    RecordWriter writer(int number) {
        return new MultiProducerWriter(ring, FIRST_PRODUCER + number, liveness);
    }

    WorkReader reader(int slot) {
        return reader(slot, WorkSettings.NONE);
    }

    /** Attaches a consumer: the next incarnation of its slot. */
    WorkReader reader(int slot, WorkSettings settings) {
        long state = SlotLayout.offset(slot) + SlotLayout.STATE;
        Words.setLongRelease(memory, state,
                SlotState.next(Words.getLongAcquire(memory, state), SlotState.ATTACHED));
        return new WorkReader(ring, settings, slot, liveness, () -> {}, () -> {});
    }

    /** Publishes a message of two words; returns whether there was space. */
    boolean publish(RecordWriter writer, long first, long second) {
        long payload = writer.tryClaim(2 * Long.BYTES);
        if (payload == RecordWriter.FULL) {
            return false;
        }
        ring.data().set(ValueLayout.JAVA_LONG, payload - ring.data().address(), first);
        ring.data().set(ValueLayout.JAVA_LONG, payload - ring.data().address() + Long.BYTES, second);
        writer.commit();
        return true;
    }

    /** Returns the number of a message (number, -number); 1000 for any other. */
    long number(WorkLease lease) {
        long offset = lease.payload() - ring.data().address();
        long number = ring.data().get(ValueLayout.JAVA_LONG, offset);
        return lease.length() == 2 * Long.BYTES
                && ring.data().get(ValueLayout.JAVA_LONG, offset + Long.BYTES) == -number ? number : 1000;
    }

    /** Takes a message, and returns its number; 0 if there is none. */
    long take(WorkReader reader, WorkLease lease) {
        return reader.take(lease) ? number(lease) : 0;
    }
}
