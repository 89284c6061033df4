package io.rondo.core.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Functions of the C library and their error numbers. */
public final class Libc {
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int MESSAGE_LENGTH = 256;

    private Libc() {}

    /**
     * Finds a function.
     *
     * @param name name in the C library
     * @param descriptor its type
     * @param options options for the linker
     * @return a handle that calls it
     * @throws IllegalCallerException if native access is denied to this module
     * @throws UnsatisfiedLinkError if there is no such function
     */
    public static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        return linker.downcallHandle(address, descriptor, options);
    }

    /**
     * Returns the option with which a function takes a leading {@link #newCallState} and stores its error number there.
     */
    public static Linker.Option capturesErrno() {
        return Linker.Option.captureCallState("errno");
    }

    /**
     * Allocates memory for an error number in an arena: the first argument of a function with {@link #capturesErrno}.
     */
    public static MemorySegment newCallState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /** Returns the error number that the last function stored in a call state. */
    public static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
    }

    /** Returns the C library's description of an error number. */
    public static String describe(int errno) {
        try {
            MemorySegment text = (MemorySegment) Strerror.HANDLE.invokeExact(errno);
            return text.reinterpret(MESSAGE_LENGTH).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Handles the {@code Throwable} that {@link MethodHandle#invokeExact} declares.
     *
     * @param e the throwable
     * @return an error to throw; unchecked throwables are thrown as they are
     */
    public static AssertionError unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new AssertionError(e);
    }

    private static final class Strerror {
        static final MethodHandle HANDLE = function("strerror",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }
}
