package io.rondo.core.segment;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Arguments: directory, capacity, microseconds. Creates a channel on a thread that a timer interrupts by a signal at
 * that interval, as a profiler does.
 */
final class SignalledCreatorMain {
    private static final int SIGALRM = 14;
    private static final int SA_RESTART = 0x10000000;
    private static final int SIGEV_THREAD_ID = 4;
    private static final int CLOCK_MONOTONIC = 1;
    /** struct sigaction: handler, 128 bytes of mask, int flags. */
    private static final int SIGACTION_LENGTH = 152;
    private static final int SIGACTION_FLAGS = 136;
    /** struct sigevent: value, int signal, int kind, int thread. */
    private static final int SIGEVENT_LENGTH = 64;
    /** struct itimerspec: seconds and nanoseconds of the interval and of the first expiry. */
    private static final int ITIMERSPEC_LENGTH = 32;

    private SignalledCreatorMain() {}

    public static void main(String[] args) throws Throwable {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        SegmentSpec spec = SegmentSpec.builder().capacity(Integer.parseInt(args[1])).build();
        try (Arena arena = Arena.ofConfined()) {
            startTimer(arena, Long.parseLong(args[2]) * 1000);
            store.attach("q", Role.PRODUCER, spec).close();
            System.out.println("created");
        }
        // The timer ends with the process.
        Runtime.getRuntime().halt(0);
    }

    /** The handler is a C function without effect, because Java code must not run in one. */
    private static void startTimer(Arena arena, long nanos) throws Throwable {
        MemorySegment action = arena.allocate(SIGACTION_LENGTH, Long.BYTES);
        action.set(ADDRESS, 0, Linker.nativeLinker().defaultLookup().findOrThrow("abs"));
        action.set(JAVA_INT, SIGACTION_FLAGS, SA_RESTART);
        require((int) Libc.function("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS))
                .invokeExact(SIGALRM, action, MemorySegment.NULL));
        MemorySegment event = arena.allocate(SIGEVENT_LENGTH, Long.BYTES);
        event.set(JAVA_INT, 8, SIGALRM);
        event.set(JAVA_INT, 12, SIGEV_THREAD_ID);
        event.set(JAVA_INT, 16, (int) Libc.function("gettid", FunctionDescriptor.of(JAVA_INT)).invokeExact());
        MemorySegment timer = arena.allocate(JAVA_LONG);
        require((int) Libc.function("timer_create", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS))
                .invokeExact(CLOCK_MONOTONIC, event, timer));
        MemorySegment times = arena.allocate(ITIMERSPEC_LENGTH, Long.BYTES);
        times.set(JAVA_LONG, 8, nanos);
        times.set(JAVA_LONG, 24, nanos);
        require((int) Libc
                .function("timer_settime", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS))
                .invokeExact(timer.get(JAVA_LONG, 0), 0, times, MemorySegment.NULL));
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("a call to C failed");
        }
    }
}
