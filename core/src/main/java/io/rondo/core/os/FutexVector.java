package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sleeps on several words that processes share ({@code futex_waitv(2)}, since Linux 5.16). As with {@link Futex}, an
 * address that is not mapped is an error of the kernel and not a crash. Confined to one thread.
 */
public final class FutexVector implements AutoCloseable {
    /** The most words of one sleep. */
    public static final int MAX_WORDS = 128;

    /** struct futex_waitv: uint64 value, uint64 address, uint32 flags, uint32 reserved. */
    private static final int WAITER_LENGTH = 24;
    private static final int VALUE = 0;
    private static final int ADDRESS_OF_WORD = 8;
    private static final int FLAGS = 16;
    /** A word of 32 bits, shared between processes. */
    private static final int FUTEX_32 = 2;
    /** The same on all architectures. */
    private static final long FUTEX_WAITV = 449;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int ENOSYS = 38;
    private static final int EPERM = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final MethodHandle SYSCALL = Libc.function("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
            Libc.capturesErrno(), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle CLOCK_GETTIME = Libc.function("clock_gettime",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private static final boolean AVAILABLE = probeOnce();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.newCallState(arena);
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
    private final MemorySegment waiters = arena.allocate((long) MAX_WORDS * WAITER_LENGTH, Long.BYTES);
    private int count;

    /** Returns whether the kernel has the system call and no sandbox refuses it. */
    public static boolean isAvailable() {
        return AVAILABLE;
    }

    private static boolean probeOnce() {
        try (Arena memory = Arena.ofConfined(); FutexVector vector = new FutexVector()) {
            // The word has another value, so the call returns at once.
            vector.add(memory.allocate(JAVA_INT).address(), 1);
            return vector.await(0);
        }
    }

    /** Removes all words. */
    public void clear() {
        count = 0;
    }

    /**
     * Adds a word.
     *
     * @param address address of the word
     * @param expected the next sleep ends at once if the word has another value
     * @throws IllegalStateException if there are {@link #MAX_WORDS} already
     */
    public void add(long address, int expected) {
        if (count == MAX_WORDS) {
            throw new IllegalStateException("a sleep on more than " + MAX_WORDS + " words: use several threads");
        }
        long waiter = (long) count * WAITER_LENGTH;
        waiters.set(JAVA_LONG, waiter + VALUE, Integer.toUnsignedLong(expected));
        waiters.set(JAVA_LONG, waiter + ADDRESS_OF_WORD, address);
        waiters.set(JAVA_LONG, waiter + FLAGS, FUTEX_32);
        count++;
    }

    /**
     * Sleeps while all words have their expected values, until one is woken, a signal arrives or the time is over. Does
     * not tell which.
     *
     * @param nanos longest sleep in nanoseconds, from 0
     * @return false if the kernel or a sandbox lacks the system call
     */
    public boolean await(long nanos) {
        try {
            int ignored = (int) CLOCK_GETTIME.invokeExact(CLOCK_MONOTONIC, timespec);
            long deadline = timespec.get(JAVA_LONG, Long.BYTES) + nanos % NANOS_PER_SECOND;
            timespec.set(JAVA_LONG, 0,
                    timespec.get(JAVA_LONG, 0) + nanos / NANOS_PER_SECOND + deadline / NANOS_PER_SECOND);
            timespec.set(JAVA_LONG, Long.BYTES, deadline % NANOS_PER_SECOND);
            long result = (long) SYSCALL.invokeExact(state, FUTEX_WAITV, waiters, count, 0, timespec, CLOCK_MONOTONIC);
            int errno = result < 0 ? Libc.errno(state) : 0;
            return errno != ENOSYS && errno != EPERM;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
