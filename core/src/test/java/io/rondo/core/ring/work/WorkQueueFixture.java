package io.rondo.core.ring.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A work queue with consumers in slots 0 to 3 and producers in slots 4 to 7, all alive in the beginning. */
abstract class WorkQueueFixture {
    static final int CAPACITY = 4096;
    static final int CONSUMERS = 4;
    static final int FIRST_PRODUCER = CONSUMERS;
    private static final int SLOTS = 2 * CONSUMERS;

    final StubLiveness liveness = new StubLiveness();
    RingMemory memory;
    Ring ring;
    int freed;
    int recovered;
    private final List<Integer> alive = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));

    @BeforeEach
    void open(@TempDir(factory = SharedMemoryDirectory.class) Path directory) {
        memory = new RingMemory(directory, RingKind.WORK, CAPACITY, RecordLayout.maxMessageLength(CAPACITY), SLOTS, 0);
        ring = memory.ring();
        updateLiveness();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    final WorkReader reader(int slot) {
        return reader(slot, WorkSettings.NONE);
    }

    /** Attaches a consumer: the next incarnation of its slot. */
    final WorkReader reader(int slot, WorkSettings settings) {
        long state = SlotLayout.offset(slot) + SlotLayout.STATE;
        memory.set(state, SlotState.next(memory.get(state), SlotState.ATTACHED));
        revive(slot);
        return new WorkReader(ring, settings, slot, liveness, () -> freed++, () -> recovered++);
    }

    final RecordWriter writer(int number) {
        return new MultiProducerWriter(ring, FIRST_PRODUCER + number, liveness);
    }

    final void kill(int slot) {
        alive.remove((Integer) slot);
        updateLiveness();
    }

    final void revive(int slot) {
        if (!alive.contains(slot)) {
            alive.add(slot);
            updateLiveness();
        }
    }

    private void updateLiveness() {
        liveness.alive(alive.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Publishes a message of two words, the number and its negative. */
    final void publish(RecordWriter writer, long number) {
        publish(writer, number, 2 * Long.BYTES);
    }

    final void publish(RecordWriter writer, long number, int length) {
        long payload = writer.tryClaim(length);
        assertThat(payload).isNotEqualTo(RecordWriter.FULL);
        write(payload, length, number);
        writer.commit();
    }

    final void write(long payload, int length, long number) {
        MemorySegment bytes = ring.data().asSlice(payload - ring.data().address(), length);
        for (int i = 0; i + Long.BYTES <= length; i += Long.BYTES) {
            bytes.set(ValueLayout.JAVA_LONG, i, i == 0 ? number : -number);
        }
    }

    /** Takes a message and checks that it is whole; returns its number, 0 if there is none. */
    final long take(WorkReader reader, WorkLease lease) {
        if (!reader.take(lease)) {
            return 0;
        }
        return number(lease);
    }

    final long number(WorkLease lease) {
        MemorySegment bytes = ring.data().asSlice(lease.payload() - ring.data().address(), lease.length());
        long number = bytes.get(ValueLayout.JAVA_LONG, 0);
        for (int i = Long.BYTES; i + Long.BYTES <= lease.length(); i += Long.BYTES) {
            assertThat(bytes.get(ValueLayout.JAVA_LONG, i)).isEqualTo(-number);
        }
        return number;
    }

    final WorkLease taken(WorkReader reader) {
        WorkLease lease = new WorkLease();
        assertThat(reader.take(lease)).isTrue();
        return lease;
    }

    /** Makes a reader look for redelivery in its next call, as before a sleep. */
    final boolean looksNow(WorkReader reader) {
        reader.beforeSleep();
        return reader.holds();
    }

    final long head() {
        return memory.get(SegmentLayout.HEAD);
    }

    final long tail() {
        return memory.get(SegmentLayout.TAIL);
    }

    final long entryAt(long position) {
        return memory.get(entryOffset(position));
    }

    final void setEntryAt(long position, long entry) {
        memory.set(entryOffset(position), entry);
    }

    private long entryOffset(long position) {
        return SegmentLayout.entries(SLOTS) + WorkEntryLayout.offset(position, CAPACITY);
    }
}
