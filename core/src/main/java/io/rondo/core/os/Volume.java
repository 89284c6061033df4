package io.rondo.core.os;

import io.rondo.core.RondoException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The file system a directory is on.
 *
 * @param type as the kernel names it, such as {@code tmpfs}
 * @param size in bytes; 0 if it has no limit
 * @param free bytes this user may still allocate; meaningless without a limit
 */
public record Volume(String type, long size, long free) {
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /**
     * Asks the kernel.
     *
     * @param directory somewhere on the file system
     * @return its state now
     * @throws RondoException if there is no such directory, or it cannot be asked
     */
    public static Volume of(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return new Volume(store.type(), store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            throw new RondoException("cannot ask for the space of " + directory + ": " + IoReason.of(e)
                    + ": check that it exists", e);
        }
    }

    /**
     * Whether it says how much it holds.
     *
     * @return false if it holds what memory there is
     */
    public boolean isLimited() {
        return size > 0;
    }

    /**
     * Whether its files are kept in memory.
     *
     * @return true for {@code tmpfs} and {@code ramfs}
     */
    public boolean isInMemory() {
        return IN_MEMORY.contains(type);
    }
}
