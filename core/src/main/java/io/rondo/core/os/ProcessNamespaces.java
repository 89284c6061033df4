package io.rondo.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What separates this process from the rest of the host, as {@code /proc} shows it ({@code namespaces(7)}).
 *
 * @param uidMap the first line of {@code /proc/self/uid_map} with single blanks: first uid inside, first uid outside, count;
 * null if it cannot be read
 * @param pid of this process in its own namespace
 * @param seccomp mode of the filter of system calls: 0 none, 1 strict, 2 filtered; -1 if it cannot be read
 */
public record ProcessNamespaces(String uidMap, long pid, int seccomp) {
    private static final String ALL_UIDS = "0 0 4294967295";
    private static final String SECCOMP = "Seccomp:";

    /** Reads the state of this process. */
    public static ProcessNamespaces current() {
        return under(Path.of("/proc/self"), ProcessHandle.current().pid());
    }

    static ProcessNamespaces under(Path process, long pid) {
        List<String> map = lines(process.resolve("uid_map"));
        int seccomp = lines(process.resolve("status")).stream().filter(line -> line.startsWith(SECCOMP))
                .mapToInt(line -> Integer.parseInt(line.substring(SECCOMP.length()).strip())).findFirst().orElse(-1);
        return new ProcessNamespaces(map.isEmpty() ? null : map.getFirst().strip().replaceAll("\\s+", " "), pid,
                seccomp);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns whether uids inside and outside differ, because a user namespace maps them. */
    public boolean mapsUids() {
        return uidMap != null && !uidMap.equals(ALL_UIDS);
    }
}
