package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.os.MemoryLimit;
import io.rondo.core.os.Volume;
import java.util.stream.Stream;

/**
 * The room for new segments in a directory. Where the file system keeps files in memory, their pages are charged to a control
 * group too, beyond whose limit the kernel kills a process. So both are compared before a page is allocated.
 */
public final class SegmentSpace {
    /** The length of a segment does not depend on its name. */
    private static final String ANY = "x";
    /** Segments of the default capacity that fit an empty directory, unless it is smaller than that many mebibytes. */
    private static final int LEAST_CHANNELS = 1024;
    /**
     * Largest default of the capacity in bytes: several times the second-level caches of two cores, so that a reused line has left
     * the other core's, and little enough for a shared third-level cache that other programs use too (decision 0028).
     */
    private static final int LARGEST_DEFAULT = 8 << 20;

    private final ChannelDirectory directory;
    /**
     * Null if the kernel cannot be asked: in a chroot the mount point is not listed, or the process has no free descriptor.
     * Neither prevents a channel.
     */
    private final Volume volume;
    /** Null if no limit applies. */
    private final MemoryLimit limit;

    SegmentSpace(ChannelDirectory directory, Volume volume, MemoryLimit limit) {
        this.directory = directory;
        this.volume = volume;
        this.limit = limit;
    }

    /**
     * Returns the room in a directory now.
     *
     * @param directory where segments are created
     * @return the room
     */
    public static SegmentSpace of(ChannelDirectory directory) {
        Volume volume = volume(directory);
        boolean charged = volume != null && volume.isInMemory();
        return new SegmentSpace(directory, volume, charged ? MemoryLimit.current() : null);
    }

    private static Volume volume(ChannelDirectory directory) {
        try {
            return directory.volume();
        } catch (SegmentException e) {
            return null;
        }
    }

    /**
     * Checks that segments of these specifications fit together. Processes that create segments at the same moment can still
     * exceed the room.
     *
     * @param needing what needs the segments, for the message, such as {@code channel x}
     * @param specs of the segments, none of which exists
     * @throws SegmentException {@code NO_SPACE} if they do not fit; the message names both limits
     */
    public void require(String needing, SegmentSpec... specs) {
        require(needing,
                Stream.of(specs).map(spec -> Identity.of(ANY, complete(spec))).mapToLong(SegmentSpace::length).sum());
    }

    /**
     * Returns the capacity of a new channel that sets none: 1/1024 of the room, rounded down to a power of two, at least
     * {@link SegmentSpec#BASE_CAPACITY} and at most 8 MiB. The room is the total size of the file system, or the smallest
     * memory limit of the control groups if that is less. What is free at the moment does not count, so all channels of
     * a directory get the same capacity from processes with the same limit.
     *
     * <p>On a disk, and where the file system is unknown, it is {@link SegmentSpec#BASE_CAPACITY}: the kernel writes
     * what changes in the ring to the disk.
     */
    public int defaultCapacity() {
        if (volume == null || !volume.isInMemory()) {
            return SegmentSpec.BASE_CAPACITY;
        }
        long room = Math.min(volume.isLimited() ? volume.size() : Long.MAX_VALUE,
                limit == null ? Long.MAX_VALUE : limit.smallest());
        long share = Math.clamp(room / LEAST_CHANNELS, SegmentSpec.BASE_CAPACITY, LARGEST_DEFAULT);
        return (int) Long.highestOneBit(share);
    }

    /**
     * Returns a specification with a capacity and a longest message. The room does not change the capacity of a service's
     * queues and of a sequenced topic: requests are as many as requesters wait for, and a sequenced topic has two segments,
     * and the broker's work per message limits its rate.
     */
    SegmentSpec complete(SegmentSpec spec) {
        boolean fixed = spec.capacity() != null || spec.service() || spec.sequenced();
        return spec.withSizes(fixed ? SegmentSpec.BASE_CAPACITY : defaultCapacity());
    }

    static long length(Identity identity) {
        return identity.fileLength();
    }

    void require(String needing, long length) {
        boolean fits = volume == null || !volume.isLimited() || volume.free() >= length;
        if (!fits || limit != null && limit.free() < MemoryLimit.charged(length)) {
            throw exceeded(needing, length);
        }
    }

    /** Returns the failure for segments that do not fit. */
    SegmentException exceeded(String needing, long length) {
        long charged = MemoryLimit.charged(length);
        boolean memory = limit != null && limit.free() < charged;
        return new SegmentException(Reason.NO_SPACE,
                needing + " needs " + (memory ? charged : length) + " bytes" + (memory ? " of memory" : "")
                        + ": "
                        + fileSystem() + memoryLimit()
                        + ": use a smaller capacity, remove channels (rondo ls, rondo rm), or "
                        + (memory
                                ? "raise the limit (docker run --memory)"
                                : "enlarge the file system (docker run --shm-size)"));
    }

    private String fileSystem() {
        if (volume == null) {
            return directory.path() + " has less";
        }
        return directory.path() + (volume.isLimited() ? " has " + volume.free() + " bytes free" : " has no limit");
    }

    private String memoryLimit() {
        return limit == null
                ? ""
                : ", and the control group's limit of " + limit.bytes() + " bytes leaves " + limit.free() + " ("
                        + limit.file()
                        + ")";
    }
}
