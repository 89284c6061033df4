package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.foreign.Libc;
import io.rondo.core.memory.RawWords;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The time of the kernel's last timer tick: CLOCK_MONOTONIC_COARSE (clock_gettime(2)). It is at most one tick behind {@link
 * System#nanoTime()}, while the kernel's timekeeping runs. A reading takes 25 instead of 95 cycles, because it does not read
 * the counter of the processor, which would also wait for all earlier loads. Without a call of the kernel. Confined to one
 * thread.
 */
public final class CoarseClock {
    /** The longest tick of a kernel (CONFIG_HZ=100). */
    public static final long TICK_NANOS = 10_000_000L;

    private static final int CLOCK_MONOTONIC_COARSE = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The C library answers from memory that the kernel shares, so the call is short. */
    private static final MethodHandle CLOCK_GETTIME = Libc.function("clock_gettime",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), Linker.Option.critical(false));

    /** A timespec, which stays allocated while this is reachable. */
    private final MemorySegment time = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);
    private final long address = time.address();

    /** Returns the time, comparable with {@link System#nanoTime()}. */
    public long nanos() {
        int result;
        try {
            result = (int) CLOCK_GETTIME.invokeExact(CLOCK_MONOTONIC_COARSE, address);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        long nanos = result == 0
                ? RawWords.getLongAcquire(address) * NANOS_PER_SECOND + RawWords.getLongAcquire(address + Long.BYTES)
                : System.nanoTime();
        Reference.reachabilityFence(this);
        return nanos;
    }
}
