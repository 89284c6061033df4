package io.rondo.core.os;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The file system that a directory is on.
 *
 * @param type name of its type in the kernel, such as {@code tmpfs}
 * @param size size in bytes; 0 if it has no limit
 * @param free bytes that this user may still allocate; no meaning without a limit
 */
public record Volume(String type, long size, long free) {
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /**
     * Queries the kernel.
     *
     * @param directory a directory on the file system
     * @return its state now
     * @throws SegmentException if there is no such directory, or it cannot be queried
     */
    public static Volume of(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return new Volume(store.type(), store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            throw new SegmentException(Reason.FAILED, "cannot query the space of " + directory + ": " + IoReason.of(e)
                    + ": check that it exists", e);
        }
    }

    /** Returns whether it has a size limit; without one it holds what memory there is. */
    public boolean isLimited() {
        return size > 0;
    }

    /** Returns whether its files are kept in memory: true for {@code tmpfs} and {@code ramfs}. */
    public boolean isInMemory() {
        return IN_MEMORY.contains(type);
    }
}
