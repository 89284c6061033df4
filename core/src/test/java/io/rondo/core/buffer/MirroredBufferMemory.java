package io.rondo.core.buffer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** One page mapped twice back to back, as a ring's data region is. */
final class MirroredBufferMemory {
    static final int SIZE = 65_536;
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;
    private static final int FIXED = 0x10;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    private MirroredBufferMemory() {}

    static MemorySegment map(Arena arena) {
        try {
            MethodHandle mmap = function("mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
            MethodHandle munmap = function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
            int fd = (int) function("memfd_create", JAVA_INT, ADDRESS, JAVA_INT)
                    .invokeExact(arena.allocateFrom("mirror"), 0);
            require(fd >= 0);
            require((int) function("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG).invokeExact(fd, (long) SIZE) == 0);
            MemorySegment region = (MemorySegment) mmap.invokeExact(MemorySegment.NULL, 2L * SIZE, READ_WRITE,
                    PRIVATE_ANONYMOUS, -1, 0L);
            require(region.address() != -1);
            for (long offset = 0; offset < 2L * SIZE; offset += SIZE) {
                MemorySegment at = MemorySegment.ofAddress(region.address() + offset);
                MemorySegment half = (MemorySegment) mmap.invokeExact(at, (long) SIZE, READ_WRITE, SHARED | FIXED, fd,
                        0L);
                require(half.address() == at.address());
            }
            require((int) function("close", JAVA_INT, JAVA_INT).invokeExact(fd) == 0);
            return region.reinterpret(2L * SIZE, arena, memory -> unmap(munmap, memory));
        } catch (Throwable e) {
            throw new AssertionError("cannot map", e);
        }
    }

    private static void unmap(MethodHandle munmap, MemorySegment memory) {
        try {
            require((int) munmap.invokeExact(memory, 2L * SIZE) == 0);
        } catch (Throwable e) {
            throw new AssertionError("cannot unmap", e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("system call failed");
        }
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments));
    }
}
