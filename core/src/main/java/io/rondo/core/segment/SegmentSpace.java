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
        require(needing, Stream.of(specs).map(spec -> Identity.of(ANY, spec)).mapToLong(SegmentSpace::length).sum());
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
