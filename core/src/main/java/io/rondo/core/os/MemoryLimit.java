package io.rondo.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The memory limit of a control group this process is in, of version 1 or 2 ({@code cgroups(7)}). The pages of a file
 * on a tmpfs are charged to the group of the process that allocates them. Beyond the limit the kernel kills a process
 * of the group; the allocation itself does not fail.
 *
 * @param file the control group's file that states the limit
 * @param bytes the limit
 * @param free bytes that can be allocated before it is reached, from 0
 * @param smallest the smallest limit of the group and the groups around it in bytes; less than {@code bytes} if more is free
 *     below that one
 */
public record MemoryLimit(Path file, long bytes, long free, long smallest) {
    private static final String CONTROLLER = "memory";
    /** A group without a limit shows a number close to the largest one (version 1). */
    private static final long UNLIMITED = 1L << 60;
    /**
     * The part of a mapped file's length that the kernel charges in addition to its pages: 1/340 for the tree that
     * finds its pages, and 1/256 for the page tables of two mappings (measured with 256 MiB).
     */
    private static final int OVERHEAD = 128;

    /** The names of a version's files. */
    private record Version(String limit, String used, String reclaimable) {
        static final Version ONE = new Version("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        static final Version TWO = new Version("memory.max", "memory.current", "inactive_file");
    }

    /**
     * Returns the tightest limit of this process's group and the groups around it, which is the one with the least free;
     * null if there is none or it cannot be read.
     */
    public static MemoryLimit current() {
        return under(Path.of("/"));
    }

    /** Returns the memory charged for a segment, given the length of its file. */
    public static long charged(long length) {
        return length + length / OVERHEAD;
    }

    /** Reads {@code proc} and {@code sys} below another directory than the root. */
    static MemoryLimit under(Path root) {
        Path mount = root.resolve("sys/fs/cgroup");
        String unified = null;
        try {
            for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
                // Number, controllers, path. Version 2 has number 0 and no controllers.
                String[] fields = line.split(":", 3);
                if (fields.length == 3 && Arrays.asList(fields[1].split(",")).contains(CONTROLLER)) {
                    return tightest(mount.resolve(CONTROLLER), fields[2], Version.ONE);
                }
                if (fields.length == 3 && fields[1].isEmpty()) {
                    unified = fields[2];
                }
            }
        } catch (IOException e) {
            return null;
        }
        return unified == null ? null : tightest(mount, unified, Version.TWO);
    }

    /**
     * Groups are nested, and the limit of each applies. In a container the path may be the host's, and only the mount
     * is visible.
     */
    private static MemoryLimit tightest(Path mount, String path, Version version) {
        Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!group.startsWith(mount)) {
            group = mount;
        }
        MemoryLimit tightest = null;
        while (group.startsWith(mount)) {
            MemoryLimit limit = read(group, version);
            if (limit != null) {
                tightest = tightest == null ? limit : tightest.with(limit);
            }
            group = group.getParent();
        }
        return tightest;
    }

    private MemoryLimit with(MemoryLimit other) {
        MemoryLimit tighter = other.free < free ? other : this;
        return new MemoryLimit(tighter.file, tighter.bytes, tighter.free, Math.min(smallest, other.smallest));
    }

    /**
     * Of the memory in use only inactive page cache is counted as free, as container runtimes do: the kernel drops it
     * before it kills. Active page cache holds the code of running programs as well, and swap would make a ring wait
     * for a disk.
     */
    private static MemoryLimit read(Path group, Version version) {
        try {
            Path file = group.resolve(version.limit());
            String text = Files.readString(file).strip();
            long limit = text.equals("max") ? UNLIMITED : Long.parseLong(text);
            if (limit >= UNLIMITED) {
                return null;
            }
            long used = Long.parseLong(Files.readString(group.resolve(version.used())).strip());
            long reclaimable = statistic(Files.readAllLines(group.resolve("memory.stat")), version.reclaimable());
            return new MemoryLimit(file, limit, Math.max(0, limit - used + reclaimable), limit);
        } catch (IOException | NumberFormatException e) {
            // The root group has no limit, and not all groups are visible in a container.
            return null;
        }
    }

    private static long statistic(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip())).findFirst().orElse(0);
    }
}
