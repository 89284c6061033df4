package io.rondo.client.socket.session;

import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A ring of bytes between two threads of this process. A claimed piece never wraps: if it does not fit before the end
 * of the lap, the remainder is padding. Positions count bytes, including padding, and never decrease.
 *
 * <p>One thread appends, one thread takes. The memory is garbage-collected, so a late access is harmless.
 */
public final class ByteRing {
    private static final VarHandle APPENDED = handle("appended");
    private static final VarHandle FREED = handle("freed");

    private final ByteBuffer memory;
    private final MemorySegment segment;
    private final int capacity;
    private long appended;
    private long freed;
    /**
     * Where the last padding begins. One value is enough: a second padding can only be appended after the lap before
     * the first one is freed.
     */
    private long paddingStart = -1;
    private long claimed;
    private long cachedFreed;

    /**
     * Creates an empty ring.
     *
     * @param least minimum capacity in bytes; a piece of up to half of it always fits into the empty ring
     */
    public ByteRing(int least) {
        this(ByteBuffer.allocateDirect(Math.toIntExact(Long.highestOneBit(Math.max(least, 2) - 1L) << 1)));
    }

    /**
     * Creates an empty ring.
     *
     * @param memory its capacity is a power of two
     */
    public ByteRing(ByteBuffer memory) {
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

    /** The memory. Its position and limit are not used. */
    public ByteBuffer memory() {
        return memory;
    }

    /** The index of a position in the memory. */
    public int index(long position) {
        return (int) (position & capacity - 1);
    }

    /**
     * Appender: claims space for a piece and returns its index; -1 if there is no space. A claim without a commit has
     * no effect.
     */
    public int claim(int length) {
        int remaining = capacity - index(appended);
        long start = length <= remaining ? appended : appended + remaining;
        if (start + length - cachedFreed > capacity) {
            // [freed] acquire
            cachedFreed = (long) FREED.getAcquire(this);
            if (start + length - cachedFreed > capacity) {
                return -1;
            }
        }
        claimed = start;
        return index(start);
    }

    /** Appender: publishes the claimed piece, or its first bytes. */
    public void commit(int length) {
        if (claimed != appended) {
            paddingStart = appended;
        }
        // [appended] release: after the bytes and the start of the padding.
        APPENDED.setRelease(this, claimed + length);
    }

    /** The position up to which bytes are appended. */
    public long appended() {
        // [appended] acquire
        return (long) APPENDED.getAcquire(this);
    }

    /**
     * Taker: skips padding. Returns the given position, or the start of the next lap if padding begins there.
     *
     * @param end returned by {@link #appended()}
     */
    public long skipPadding(long position, long end) {
        return position == paddingStart && position < end ? (position | capacity - 1) + 1 : position;
    }

    /**
     * Taker: the end of the contiguous bytes from a position that is not padding.
     *
     * @param end returned by {@link #appended()}
     */
    public long contiguousEnd(long position, long end) {
        long contiguous = Math.min(end, (position | capacity - 1) + 1);
        long padding = paddingStart;
        return padding > position && padding < contiguous ? padding : contiguous;
    }

    /** Taker: frees all bytes before a position. */
    public void free(long position) {
        // [freed] release: after the reads of the bytes.
        FREED.setRelease(this, position);
    }

    /** The position up to which bytes are freed. */
    public long freed() {
        // [freed] acquire
        return (long) FREED.getAcquire(this);
    }

    /** Creates a view of the memory, for one thread. */
    public SegmentBuffer newView() {
        return new SegmentBuffer(segment);
    }
}
