package io.rondo.client.socket;

import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Bytes on their way from one thread to another of this process. Nothing that was appended in one piece wraps: where it would, the
 * rest of the lap is skipped. Positions count bytes, skipped ones included, and never go back.
 *
 * <p>One thread appends and one takes. Memory is only ever given back to the collector, so a late access harms nobody.
 */
final class ByteRing {
    private static final VarHandle APPENDED = handle("appended");
    private static final VarHandle FREED = handle("freed");

    private final ByteBuffer memory;
    private final MemorySegment segment;
    private final int capacity;
    private long appended;
    private long freed;
    /**
     * Where the last skip began. One is enough: there is room behind a skip only when the lap before the one that it ends is
     * free, and so nobody needs an earlier one.
     */
    private long skipped = -1;
    private long claimed;
    private long knownFreed;

    /**
     * Creates an empty ring.
     *
     * @param least bytes it holds at least; a piece of up to half of that always fits when the ring is empty
     */
    ByteRing(int least) {
        this(ByteBuffer.allocateDirect(Math.toIntExact(Long.highestOneBit(Math.max(least, 2) - 1L) << 1)));
    }

    /**
     * Creates an empty ring.
     *
     * @param memory a power of two of bytes
     */
    ByteRing(ByteBuffer memory) {
        this.memory = memory;
        capacity = memory.capacity();
        segment = MemorySegment.ofBuffer(memory);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(ByteRing.class, field, long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    MemorySegment segment() {
        return segment;
    }

    /** The memory; its position and limit are nobody's. */
    ByteBuffer memory() {
        return memory;
    }

    /** Where a position lies in the memory. */
    int index(long position) {
        return (int) (position & capacity - 1);
    }

    /** Appender: finds room for a piece, whose index it returns, or -1. A claim that is not committed leaves no trace. */
    int claim(int length) {
        int rest = capacity - index(appended);
        long start = length <= rest ? appended : appended + rest;
        if (start + length - knownFreed > capacity) {
            // [freed]
            knownFreed = (long) FREED.getAcquire(this);
            if (start + length - knownFreed > capacity) {
                return -1;
            }
        }
        claimed = start;
        return index(start);
    }

    /** Appender: shows what was claimed last, or the beginning of it. */
    void commit(int length) {
        if (claimed != appended) {
            skipped = appended;
        }
        // [appended] the bytes, and where a skip begins, come first.
        APPENDED.setRelease(this, claimed + length);
    }

    /** Up to where bytes were appended. */
    long appended() {
        // [appended]
        return (long) APPENDED.getAcquire(this);
    }

    /** Taker: the position itself, or the next lap's beginning where this one's rest is skipped; given an end from {@link #appended()}. */
    long skip(long position, long end) {
        return position == skipped && position < end ? (position | capacity - 1) + 1 : position;
    }

    /** Taker: up to where bytes stand in a row from a position that is no skip, given an end that {@link #appended()} returned. */
    long endOfRow(long position, long end) {
        long row = Math.min(end, (position | capacity - 1) + 1);
        long skip = skipped;
        return skip > position && skip < row ? skip : row;
    }

    /** Taker: gives back what lies before a position. */
    void free(long position) {
        // [freed] the bytes were read before.
        FREED.setRelease(this, position);
    }

    /** Up to where bytes were given back. */
    long freed() {
        // [freed]
        return (long) FREED.getAcquire(this);
    }

    /** A view for one thread, to be moved over the memory. */
    SegmentBuffer newView() {
        return new SegmentBuffer(segment);
    }
}
