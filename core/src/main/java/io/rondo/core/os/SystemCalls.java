package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.SegmentException;
import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries system calls that a sandbox such as seccomp may refuse, and that no other class of this package probes. */
public final class SystemCalls {
    private static final int PROBE_MODE = 0600;
    private static final int PAGE = 4096;

    private SystemCalls() {}

    /** Checks {@code futex_waitv(2)}, by which one thread waits for many channels. */
    public static Probe futexWaitv() {
        try (Arena arena = Arena.ofConfined(); FutexVector words = new FutexVector()) {
            words.add(arena.allocate(JAVA_INT).address(), 1);
            return words.await(0)
                    ? new Probe(true, "a sleep on several words ended")
                    : new Probe(false, "the kernel has no futex_waitv(2), or a sandbox forbids it");
        }
    }

    /**
     * Checks {@code fallocate(2)} on a temporary file, which is deleted.
     *
     * @param path of the file, which must not exist
     * @return the answer
     */
    public static Probe fallocate(Path path) {
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
        try (NativeFile file = NativeFile.create(path, PROBE_MODE); Arena arena = Arena.ofConfined()) {
            if (file == null) {
                return new Probe(false, "cannot create " + path);
            }
            // The open file does not need its name.
            Files.delete(path);
            MemorySegment state = Libc.newCallState(arena);
            MethodHandle allocate = Libc.function("fallocate", type, Libc.capturesErrno());
            return (int) allocate.invokeExact(state, file.fd(), 0, 0L, (long) PAGE) == 0
                    ? new Probe(true, "a page was allocated")
                    : refused(Libc.errno(state));
        } catch (SegmentException e) {
            return new Probe(false, e.getMessage());
        } catch (IOException e) {
            return new Probe(false, "cannot delete " + path);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static Probe refused(int errno) {
        return new Probe(false, "refused: " + Libc.describe(errno));
    }
}
