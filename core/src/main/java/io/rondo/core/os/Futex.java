package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code futex(2)} on a word that processes share (not {@code FUTEX_PRIVATE}). Addresses are passed to the kernel as
 * numbers. The kernel checks them, so an address that is no longer mapped is an error and not a crash, and a sleeper
 * does not keep an arena open.
 */
public final class Futex {
    /** Length in bytes of the memory for a sleeper's timeout. */
    public static final int TIMESPEC_LENGTH = 16;

    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final MethodHandle SYSCALL = Libc.function("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    private Futex() {}

    /**
     * Sleeps while the word has the expected value, until it is woken, a signal arrives or the time is over. Does not
     * tell which, so the caller checks its condition again.
     *
     * @param address address of the word
     * @param expected sleeps only if the word has this value
     * @param timespec {@link #TIMESPEC_LENGTH} bytes of native memory for this sleeper alone
     * @param nanos longest sleep in nanoseconds, from 0
     */
    public static void await(long address, int expected, MemorySegment timespec, long nanos) {
        timespec.set(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
        timespec.set(JAVA_LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
        call(address, FUTEX_WAIT, expected, timespec.address());
    }

    /**
     * Wakes all sleepers.
     *
     * @param address address of the word
     * @return number of woken threads; negative if the address is not mapped
     */
    public static long wakeAll(long address) {
        return call(address, FUTEX_WAKE, Integer.MAX_VALUE, 0);
    }

    /** Checks that a thread can sleep and be woken. */
    public static Probe probe() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment word = arena.allocate(JAVA_INT);
            MemorySegment timespec = arena.allocate(TIMESPEC_LENGTH, Long.BYTES);
            Thread sleeper = Thread.ofPlatform().daemon()
                    .start(() -> await(word.address(), 0, timespec, NANOS_PER_SECOND));
            long woken = 0;
            while (woken == 0 && sleeper.isAlive()) {
                Thread.yield();
                woken = wakeAll(word.address());
            }
            sleeper.join();
            return woken > 0
                    ? new Probe(true, "a thread slept and was woken")
                    : new Probe(false, "futex(2) is refused, perhaps by a sandbox");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Probe(false, "interrupted while a thread slept");
        }
    }

    private static long call(long address, int operation, int value, long timespec) {
        try {
            return (long) SYSCALL.invokeExact((long) Platform.current().futexNumber(), address, operation, value,
                    timespec);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
