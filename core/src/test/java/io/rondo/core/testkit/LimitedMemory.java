package io.rondo.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A memory control group with a limit, for child processes; removed when the test ends. Needs root. */
public final class LimitedMemory implements AutoCloseable {
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup");
    private static final Path VERSION_1 = UNIFIED.resolve("memory");

    private final Path group;
    private final Path limit;

    private LimitedMemory(Path group, Path limit) {
        this.group = group;
        this.limit = limit;
    }

    /**
     * Makes a group, of version 1 where that is mounted, otherwise of version 2.
     *
     * @param bytes the limit
     * @return the group; null if this machine does not let the test make one
     */
    public static LimitedMemory of(long bytes) {
        boolean version1 = Files.isDirectory(VERSION_1);
        Path group = (version1 ? VERSION_1 : UNIFIED).resolve("rondo-test-" + UUID.randomUUID());
        Path limit = group.resolve(version1 ? "memory.limit_in_bytes" : "memory.max");
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            return null;
        }
        try {
            Files.writeString(limit, Long.toString(bytes));
            return new LimitedMemory(group, limit);
        } catch (IOException e) {
            remove(group);
            return null;
        }
    }

    /**
     * The file that states the limit.
     *
     * @return its path
     */
    public Path limit() {
        return limit;
    }

    /**
     * What runs a command in the group.
     *
     * @return the words to put before the command
     */
    public List<String> prefix() {
        return List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    @Override
    public void close() {
        remove(group);
    }

    /** A process that has been waited for leaves its group a moment later. */
    private static void remove(Path group) {
        while (true) {
            try {
                Files.delete(group);
                return;
            } catch (DirectoryNotEmptyException e) {
                throw new UncheckedIOException(e);
            } catch (FileSystemException e) {
                if (!"Device or resource busy".equals(e.getReason())) {
                    throw new UncheckedIOException(e);
                }
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
