package io.rondo.perf.transport;

import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.SegmentSpace;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import java.nio.file.Path;

/**
 * The settings of a group of processes, and the role of one of them.
 *
 * @param directory private to the group, on tmpfs
 * @param disk private to the group, for files that are to reach a disk
 * @param capacity bytes of memory of the channel, a power of two; 0 for the default of the product
 * @param point the measurement
 * @param role the role of this process
 */
public record CompetitorSettings(Path directory, Path disk, int capacity, Point point, Role role) {
    private static final int MESSAGES_PER_RING = 8;

    /** The same settings with another directory. */
    public CompetitorSettings in(Path other) {
        return new CompetitorSettings(other, disk, capacity, point, role);
    }

    /** Whether the product decides on the capacity. */
    public boolean isByDefault() {
        return capacity == 0;
    }

    /** Bytes of a ring: the capacity, or for products without a default that of Rondo, but room for several messages. */
    public int ring() {
        return ring(directory, capacity, point.length());
    }

    /**
     * Bytes of a ring.
     *
     * @param directory on the file system of the rings
     * @param capacity as in the settings
     * @param length of a message
     */
    public static int ring(Path directory, int capacity, int length) {
        int bytes = capacity == 0
                ? SegmentSpace.of(ChannelDirectory.of(directory, null)).defaultCapacity()
                : capacity;
        return Math.max(bytes, MESSAGES_PER_RING * powerOfTwo(length));
    }

    private static int powerOfTwo(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }
}
