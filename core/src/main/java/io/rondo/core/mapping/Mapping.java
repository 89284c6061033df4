package io.rondo.core.mapping;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.CFunction;
import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/**
 * Maps files into memory ({@code mmap(2)}), in two ways.
 *
 * <p>A mapping with an arena lives as long as the arena: closing a shared arena first makes every access throw, then
 * unmaps.
 *
 * <p>A permanent mapping is not unmapped while its segment or a slice of it is reachable, so access needs no check of its
 * lifetime. {@link #retire} replaces it in place by private zero pages: from then on, a thread that still has its address
 * reads zeroes, and its stores have no effect on other processes. A retired mapping keeps its addresses and no memory, until
 * the garbage collector finds that it is unreachable. An object that stores a raw address keeps the
 * segment reachable until its last access.
 */
public final class Mapping {
    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    /** Faults the pages in at once, so that no message pays for a page fault. */
    private static final int MAP_POPULATE = 0x8000;
    private static final int FILE_HERE = MAP_SHARED | MAP_FIXED;
    private static final long FAILED = -1;
    private static final int NO_FILE = -1;
    private static final int ENOMEM = 12;
    /** Attempts to reserve addresses after a garbage collection, with pauses that begin at 1 ms and double: 0.25 s in all. */
    private static final int RETRIES = 8;
    private static final long FIRST_PAUSE_NANOS = 1_000_000L;

    private static final CFunction MMAP = CFunction.of("mmap");
    private static final CFunction MUNMAP = CFunction.of("munmap");

    private Mapping() {}

    /**
     * Maps part of a file.
     *
     * @param fd an open file
     * @param offset offset of the first byte, a multiple of the page size
     * @param length length in bytes
     * @param writable whether to write as well as read
     * @param arena unmaps the memory when it is closed
     * @return the memory
     * @throws SegmentException if the kernel refuses
     */
    public static MemorySegment map(int fd, long offset, long length, boolean writable, Arena arena) {
        long address = mmap(0, length, protection(writable), MAP_SHARED, fd, offset);
        return owned(address, length, writable, arena);
    }

    /**
     * Maps a file's head once and the rest twice, back to back, permanently.
     *
     * @param fd an open file
     * @param headLength bytes from the beginning of the file, a multiple of the page size
     * @param bodyLength bytes behind the head, a multiple of the page size
     * @param writable whether to write the body as well as read it; the head is always writable
     * @return the memory, of the head's length and twice the body's, to be retired; unmapped when it is unreachable
     * @throws SegmentException if the kernel refuses
     */
    public static MemorySegment mapPermanently(int fd, long headLength, long bodyLength, boolean writable) {
        long length = headLength + 2 * bodyLength;
        long address = reserve(length);
        try {
            mmap(address, headLength, protection(true), FILE_HERE | MAP_POPULATE, fd, 0);
            mapHalves(address + headLength, fd, headLength, bodyLength, protection(writable), FILE_HERE | MAP_POPULATE);
            return owned(address, length, true, Arena.ofAuto());
        } catch (RuntimeException | Error e) {
            munmap(address, length);
            throw e;
        }
    }

    /**
     * Replaces a permanent mapping by private zero pages, at once for all threads: the kernel delays page faults
     * meanwhile.
     *
     * @param segment the result of {@link #mapPermanently}
     * @throws SegmentException if the kernel refuses
     */
    public static void retire(MemorySegment segment) {
        mmap(segment.address(), segment.byteSize(), protection(true),
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, NO_FILE, 0);
    }

    /**
     * Maps part of a file twice, back to back, so that data that begins in the first half continues in the second.
     *
     * @param fd an open file
     * @param offset offset of the first byte, a multiple of the page size
     * @param length length of the part in bytes, a multiple of the page size
     * @param writable whether to write as well as read
     * @param arena unmaps the memory when it is closed
     * @return the memory, of twice the length
     * @throws SegmentException if the kernel refuses
     */
    public static MemorySegment mapMirrored(int fd, long offset, long length, boolean writable, Arena arena) {
        long address = reserve(2 * length);
        MemorySegment segment = owned(address, 2 * length, writable, arena);
        mapHalves(address, fd, offset, length, protection(writable), FILE_HERE);
        return segment;
    }

    /**
     * Reserves an address range until both halves replace it. Retired mappings that are not collected yet keep their addresses
     * and count for the kernel's limit of mappings (vm.max_map_count). So without addresses this asks for a collection, after
     * which a thread of the JDK unmaps them.
     */
    private static long reserve(long length) {
        long address = call(0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, NO_FILE, 0);
        if (address == -ENOMEM) {
            System.gc();
        }
        for (int i = 0; address == -ENOMEM && i < RETRIES; i++) {
            LockSupport.parkNanos(FIRST_PAUSE_NANOS << i);
            address = call(0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, NO_FILE, 0);
        }
        return requireMapped(address, length);
    }

    private static void mapHalves(long address, int fd, long offset, long length, int protection, int flags) {
        mmap(address, length, protection, flags, fd, offset);
        mmap(address + length, length, protection, flags, fd, offset);
    }

    private static int protection(boolean writable) {
        return writable ? PROT_READ | PROT_WRITE : PROT_READ;
    }

    private static MemorySegment owned(long address, long length, boolean writable, Arena arena) {
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(length, arena,
                memory -> munmap(memory.address(), length));
        return writable ? segment : segment.asReadOnly();
    }

    private static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return requireMapped(call(address, length, protection, flags, fd, offset), length);
    }

    private static long requireMapped(long address, long length) {
        if (address < 0) {
            throw new SegmentException(Reason.FAILED,
                    "cannot map " + length + " bytes: " + Libc.describe((int) -address));
        }
        return address;
    }

    /** Returns the address, or the negative errno. */
    private static long call(long address, long length, int protection, int flags, int fd, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            long mapped = MMAP.call(state, address, length, protection, flags, fd, offset);
            return mapped == FAILED ? -Libc.errno(state) : mapped;
        }
    }

    private static void munmap(long address, long length) {
        MUNMAP.call(address, length, 0);
    }
}
