package io.rondo.core.foreign;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library with up to six arguments, which are integers or addresses. To the linker of the JDK all
 * of them have one type, because it generates code for each type, which takes 10 ms in a JVM that has just started. By
 * the calling conventions of Linux on x86_64 and aarch64 such arguments are in registers, also those of variadic
 * functions; a function ignores the registers beyond its arguments, and the upper half of an {@code int}. A call may
 * allocate in a JVM without C2, so calls for messages, such as those of a thread that goes to sleep, have types of
 * their own. Thread-safe.
 *
 * @param handle of the linker
 */
public record CFunction(MethodHandle handle) {
    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG);
    /** Where error numbers are stored that are not read, by all threads. */
    private static final MemorySegment UNREAD = Libc.newCallState(Arena.global());

    /**
     * Finds a function.
     *
     * @param name name in the C library
     * @return the function
     * @throws IllegalCallerException if native access is denied to this module
     * @throws UnsatisfiedLinkError if there is no such function
     */
    public static CFunction of(String name) {
        return new CFunction(Libc.function(name, TYPE, Libc.capturesErrno()));
    }

    /**
     * Calls the function.
     *
     * @param state takes the error number; from {@link Libc#newCallState}
     * @return its result; the upper half is undefined if that is an {@code int}
     */
    public long call(MemorySegment state, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) handle.invokeExact(state, a, b, c, d, e, f);
        } catch (Throwable throwable) {
            throw Libc.unexpected(throwable);
        }
    }

    /** Calls a function of up to three arguments, as above. */
    public long call(MemorySegment state, long a, long b, long c) {
        return call(state, a, b, c, 0, 0, 0);
    }

    /** Calls a function of up to three arguments, the error number of which is of no interest. */
    public long call(long a, long b, long c) {
        return call(UNREAD, a, b, c);
    }
}
