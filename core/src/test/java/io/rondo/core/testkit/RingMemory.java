package io.rondo.core.testkit;

import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.MultiProducerWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a segment without an identity, with the data mapped twice, at any position. */
public final class RingMemory implements AutoCloseable {
    /** Capacity of most tests. */
    public static final int CAPACITY = 4096;

    private final Arena arena = Arena.ofShared();
    private final Ring ring;

    /**
     * Creates an empty ring with the longest messages.
     *
     * @param directory for a file that is deleted before this returns
     * @param capacity of the ring
     * @param start first position
     */
    public RingMemory(Path directory, int capacity, long start) {
        this(directory, capacity, RecordLayout.maxMessageLength(capacity), SlotLayout.DEFAULT_SLOTS, start);
    }

    /**
     * Creates an empty ring for queues and topics.
     *
     * @param directory for a file that is deleted before this returns
     * @param capacity of the ring
     * @param maxMessageLength of the ring
     * @param slots of the ring; all slots count as used
     * @param start first position
     */
    public RingMemory(Path directory, int capacity, int maxMessageLength, int slots, long start) {
        this(directory, RingKind.MPSC, capacity, maxMessageLength, slots, start);
    }

    /**
     * Creates an empty ring.
     *
     * @param directory for a file that is deleted before this returns
     * @param kind of the ring; those of queues and topics are alike
     * @param capacity of the ring
     * @param maxMessageLength of the ring
     * @param slots of the ring; all slots count as used
     * @param start first position
     */
    public RingMemory(Path directory, RingKind kind, int capacity, int maxMessageLength, int slots, long start) {
        Path path = directory.resolve("memory-" + System.nanoTime() + "-" + Thread.currentThread().threadId());
        try (NativeFile file = NativeFile.create(path, 0600)) {
            file.allocate(SegmentLayout.fileLength(kind, capacity, slots));
            int headerLength = SegmentLayout.data(kind, capacity, slots);
            MemorySegment header = Mapping.map(file.fd(), 0, headerLength, true, arena);
            MemorySegment data = Mapping.mapMirrored(file.fd(), headerLength, capacity, true, arena);
            ring = new Ring("test", kind, header, data, capacity, maxMessageLength, slots);
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset(start);
    }

    /**
     * Empties the ring.
     *
     * @param start first position
     */
    public void reset(long start) {
        ring.header().fill((byte) 0);
        ring.data().asSlice(0, ring.capacity()).fill((byte) 0);
        for (int word : new int[]{SegmentLayout.TAIL, SegmentLayout.HEAD, SegmentLayout.READ}) {
            set(word, start);
        }
        set(SegmentLayout.LIMIT, start);
        for (int i = 0; i < CheckpointLayout.COUNT; i++) {
            set(CheckpointLayout.offset(i), i == 0 ? start : CheckpointLayout.NONE);
        }
        set(SegmentLayout.CHECKPOINT_COUNT, 1);
        set(SegmentLayout.USED_SLOTS, ring.slots());
        MultiProducerWriter.initialise(ring.header(), ring.slots());
    }

    /**
     * The ring.
     *
     * @return the same ring for all participants
     */
    public Ring ring() {
        return ring;
    }

    /**
     * Reads a word of the header.
     *
     * @param offset in the header
     * @return the word
     */
    public long get(long offset) {
        return Words.getLong(ring.header(), offset);
    }

    /**
     * Writes a word of the header.
     *
     * @param offset in the header
     * @param value the word
     */
    public void set(long offset, long value) {
        Words.setLong(ring.header(), offset, value);
    }

    /**
     * Reads a record's header.
     *
     * @param position of the record
     * @return its header
     */
    public long headerAt(long position) {
        return Words.getLong(ring.data(), position & ring.capacity() - 1);
    }

    /**
     * Writes a record's header.
     *
     * @param position of the record
     * @param header its header
     */
    public void setHeaderAt(long position, long header) {
        Words.setLong(ring.data(), position & ring.capacity() - 1, header);
    }

    /**
     * Shows a consumer to the producer of a topic, as attaching does.
     *
     * @param slot its slot
     * @param flags of the slot
     */
    public void enter(int slot, int flags) {
        long offset = SlotLayout.offset(slot);
        Words.setInt(ring.header(), offset + SlotLayout.FLAGS, flags);
        set(offset + SlotLayout.POSITION, get(SegmentLayout.LIMIT));
        set(offset + SlotLayout.STATE, SlotState.next(get(offset + SlotLayout.STATE), SlotState.UNCOUNTED));
    }

    /**
     * Makes a slot free.
     *
     * @param slot a consumer's
     */
    public void leave(int slot) {
        long state = SlotLayout.offset(slot) + SlotLayout.STATE;
        set(state, SlotState.with(get(state), SlotState.FREE));
    }

    @Override
    public void close() {
        arena.close();
    }
}
