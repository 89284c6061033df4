package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Lets one thread sleep until one of a few descriptors is readable ({@code ppoll(2)}), or until another thread calls
 * {@link #wake()}. {@link #wake()} and {@link #close()} are thread-safe; the other methods are confined to one thread.
 * Does not allocate after its creation.
 */
public final class DescriptorPoll implements AutoCloseable {
    /** struct pollfd: int32 descriptor, int16 events, int16 returned events. */
    private static final int ENTRY_LENGTH = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;
    private static final short POLLIN = 1;
    /** POLLERR, POLLHUP and POLLNVAL, which are reported without being asked for. */
    private static final short ENDED = 0x8 | 0x10 | 0x20;
    private static final int EFD_NONBLOCK = 04000;
    private static final int EFD_CLOEXEC = 02000000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final MethodHandle PPOLL = Libc.function("ppoll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = Libc.function("eventfd",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle READ = Libc.function("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = Libc.function("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** Released by the garbage collector, because a thread may be asleep when this is closed. */
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
    private final MemorySegment counter = arena.allocate(JAVA_LONG);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
    /** The first entry is {@link #wakeDescriptor}. */
    private final MemorySegment entries;
    private final int wakeDescriptor;
    private int count = 1;
    /** Guarded by this. */
    private boolean closed;

    /**
     * Creates a poll without descriptors.
     *
     * @param most number of descriptors
     * @throws IllegalStateException if this process has no free descriptor
     */
    public DescriptorPoll(int most) {
        entries = arena.allocate((long) (most + 1) * ENTRY_LENGTH, Long.BYTES);
        try {
            wakeDescriptor = (int) EVENTFD.invokeExact(0, EFD_NONBLOCK | EFD_CLOEXEC);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        if (wakeDescriptor < 0) {
            throw new IllegalStateException("no free descriptor for an eventfd: raise the limit of open files");
        }
        set(0, wakeDescriptor, POLLIN);
    }

    private void set(int index, int descriptor, short events) {
        long entry = (long) index * ENTRY_LENGTH;
        entries.set(JAVA_INT, entry, descriptor);
        entries.set(JAVA_SHORT, entry + EVENTS, events);
        entries.set(JAVA_SHORT, entry + RETURNED, (short) 0);
    }

    /** Removes all descriptors. */
    public void clear() {
        count = 1;
    }

    /**
     * Adds a descriptor.
     *
     * @param descriptor an open descriptor; if it was closed meanwhile, the next sleep ends at once; a negative one is ignored
     */
    public void add(int descriptor) {
        set(count++, descriptor, POLLIN);
    }

    /**
     * Adds a descriptor that is written, for its end only: all readers of a pipe have closed it, or the peer of a socket.
     *
     * @param descriptor an open descriptor
     */
    public void addForEnd(int descriptor) {
        set(count++, descriptor, (short) 0);
    }

    /**
     * Returns whether the last {@link #await} has found something to read on a descriptor, or its end.
     *
     * @param index in the order in which descriptors were added, from 0
     */
    public boolean isReady(int index) {
        return entries.get(JAVA_SHORT, (index + 1L) * ENTRY_LENGTH + RETURNED) != 0;
    }

    /** Returns whether the last {@link #await} has found the end of a descriptor, not only something to read. */
    public boolean hasEnded() {
        for (int i = 1; i < count; i++) {
            if ((entries.get(JAVA_SHORT, (long) i * ENTRY_LENGTH + RETURNED) & ENDED) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sleeps until a descriptor is readable or at its end, {@link #wake()} is called, a signal arrives or the time is over.
     *
     * @param maxNanos longest sleep in nanoseconds, from 0
     * @return whether the sleep ended before its time
     */
    public boolean await(long maxNanos) {
        timespec.set(JAVA_LONG, 0, maxNanos / NANOS_PER_SECOND);
        timespec.set(JAVA_LONG, Long.BYTES, maxNanos % NANOS_PER_SECOND);
        try {
            int ready = (int) PPOLL.invokeExact(entries, (long) count, timespec, 0L);
            if (ready > 0 && entries.get(JAVA_SHORT, RETURNED) != 0) {
                consumeWakes();
            }
            return ready != 0;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private synchronized void consumeWakes() throws Throwable {
        if (!closed) {
            long ignored = (long) READ.invokeExact(wakeDescriptor, counter, (long) Long.BYTES);
        }
    }

    /** Ends the present sleep, or the next one. */
    public synchronized void wake() {
        if (!closed) {
            try {
                long ignored = (long) WRITE.invokeExact(wakeDescriptor, one, (long) Long.BYTES);
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
    }

    /** Releases the descriptor. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                int ignored = (int) CLOSE.invokeExact(wakeDescriptor);
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
    }
}
