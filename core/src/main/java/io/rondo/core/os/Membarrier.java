package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.Libc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * {@code membarrier(2)} between processes: {@link #fence()} has the effect of a full fence at some point during the
 * call on every running thread of every registered process (kernel: Documentation of {@code
 * MEMBARRIER_CMD_GLOBAL_EXPEDITED}).
 */
public final class Membarrier {
    private static final int CMD_QUERY = 0;
    private static final int CMD_GLOBAL_EXPEDITED = 1 << 1;
    private static final int CMD_REGISTER_GLOBAL_EXPEDITED = 1 << 2;
    private static final int NEEDED = CMD_GLOBAL_EXPEDITED | CMD_REGISTER_GLOBAL_EXPEDITED;

    private static final MethodHandle SYSCALL = Libc.function("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private Membarrier() {}

    /** Returns whether the kernel supports it; false on old kernels, or if a sandbox forbids it. */
    public static boolean isSupported() {
        return Registration.SUPPORTED;
    }

    /**
     * Registers this process, so that fences of other processes reach it. Later calls cost nothing.
     *
     * @throws SegmentException {@code UNAVAILABLE} if it is not supported
     */
    public static void register() {
        if (!Registration.SUPPORTED) {
            throw new SegmentException(Reason.UNAVAILABLE,
                    "the channel's wake-ups need membarrier(2), which this process may not use: allow it in the"
                            + " sandbox, or create the channel with the fence on the waker's side");
        }
    }

    /** A full fence on every running thread of all registered processes, and on this thread. */
    public static void fence() {
        if (call(CMD_GLOBAL_EXPEDITED) != 0) {
            throw new IllegalStateException("membarrier failed after it had been offered");
        }
    }

    /** Checks that this process can register and fence. */
    public static Probe probe() {
        long offered = call(CMD_QUERY);
        if (offered < 0) {
            return new Probe(false, "the kernel has no membarrier(2), or a sandbox forbids it");
        }
        if ((offered & NEEDED) != NEEDED) {
            return new Probe(false, "the kernel offers no fence between processes: membarrier(2) has 0x"
                    + Long.toHexString(offered));
        }
        if (!Registration.SUPPORTED || call(CMD_GLOBAL_EXPEDITED) != 0) {
            return new Probe(false, "membarrier(2) is offered and then refused");
        }
        return new Probe(true, "offered, and this process is registered");
    }

    private static long call(int command) {
        try {
            return (long) SYSCALL.invokeExact((long) Platform.current().membarrierNumber(), command, 0, 0);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static final class Registration {
        static final boolean SUPPORTED = register();

        private static boolean register() {
            long offered = call(CMD_QUERY);
            return offered >= 0 && (offered & NEEDED) == NEEDED && call(CMD_REGISTER_GLOBAL_EXPEDITED) == 0;
        }
    }
}
