package io.rondo.client.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Makes a system call fail in this process, as a sandbox does ({@code seccomp(2)}). Cannot be undone. */
public final class SeccompFilter {
    /** The number of {@code futex_waitv(2)}, the same on all architectures. */
    public static final int FUTEX_WAITV = 449;

    private static final int ENOSYS = 38;
    private static final long SECCOMP = System.getProperty("os.arch").equals("aarch64") ? 277 : 317;
    private static final long SET_MODE_FILTER = 1;
    private static final long ALL_THREADS = 1;
    private static final int NO_NEW_PRIVILEGES = 38;

    private static final short LOAD_WORD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int INSTRUCTION_LENGTH = 8;

    private SeccompFilter() {}

    /** Refuses a system call to all threads of this process with {@code ENOSYS}. */
    public static void refuse(int call) {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        MethodHandle syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(4L * INSTRUCTION_LENGTH, Long.BYTES);
            // The number of the call is the first field of struct seccomp_data.
            put(filter, 0, LOAD_WORD, 0, 0);
            put(filter, 1, JUMP_IF_EQUAL, 1, call);
            put(filter, 2, RETURN, 0, ERRNO | ENOSYS);
            put(filter, 3, RETURN, 0, ALLOW);
            MemorySegment program = arena.allocate(16, Long.BYTES);
            program.set(JAVA_SHORT, 0, (short) 4);
            program.set(ADDRESS, 8, filter);
            if ((int) prctl.invokeExact(NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L) != 0
                    || (long) syscall.invokeExact(SECCOMP, SET_MODE_FILTER, ALL_THREADS, program) != 0) {
                throw new IllegalStateException("this process cannot install a seccomp filter");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** struct sock_filter: uint16 code, uint8 jump if true, uint8 jump if false, uint32 operand. */
    private static void put(MemorySegment filter, int index, short code, int jumpIfFalse, int operand) {
        long at = (long) index * INSTRUCTION_LENGTH;
        filter.set(JAVA_SHORT, at, code);
        filter.set(JAVA_BYTE, at + 3, (byte) jumpIfFalse);
        filter.set(JAVA_INT, at + 4, operand);
    }
}
