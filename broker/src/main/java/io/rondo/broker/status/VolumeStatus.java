package io.rondo.broker.status;

import io.rondo.core.os.Volume;
import java.nio.file.Path;

/**
 * The file system of a directory.
 *
 * @param directory path of the directory
 * @param sizeBytes size of the file system; 0 if it has no limit
 * @param freeBytes bytes that this user may still allocate
 */
public record VolumeStatus(String directory, long sizeBytes, long freeBytes) {
    /**
     * Queries the kernel.
     *
     * @param directory an existing directory
     * @return its file system now
     * @throws io.rondo.core.SegmentException if it cannot be queried
     */
    public static VolumeStatus of(Path directory) {
        Volume volume = Volume.of(directory);
        return new VolumeStatus(directory.toString(), volume.size(), volume.free());
    }
}
