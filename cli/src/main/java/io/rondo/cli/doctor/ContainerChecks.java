package io.rondo.cli.doctor;

import io.rondo.client.RondoConfig;
import io.rondo.core.os.ProcessNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks what separates this process from the host: PID and user namespaces, the filter of system calls, read-only places. */
final class ContainerChecks {
    private static final int FILTERED = 2;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private ContainerChecks() {}

    static List<Check> examine(RondoConfig config) {
        List<Check> checks = namespaces(ProcessNamespaces.current());
        Path channels = config.directory() == null ? SHARED_MEMORY : existing(config.directory());
        Path sockets = config.socketDirectory() == null ? channels : existing(config.socketDirectory());
        checks.add(readOnly(List.of(channels, sockets), Path.of(System.getProperty("java.io.tmpdir"))));
        return checks;
    }

    static List<Check> namespaces(ProcessNamespaces namespaces) {
        List<Check> checks = new ArrayList<>();
        checks.add(namespaces.pid() == 1
                ? Check.ok("pid", "1, in a PID namespace of its own",
                        "pids of other containers mean nothing here; kernel locks decide which participants are alive")
                : Check.ok("pid", Long.toString(namespaces.pid()), "kernel locks decide which participants are alive"));
        checks.add(uidMap(namespaces));
        checks.add(switch (namespaces.seccomp()) {
            case -1 -> Check.ok("seccomp", "unknown", "the checks of the group kernel show what is allowed");
            case FILTERED ->
                Check.ok("seccomp", "a filter is active", "the checks of the group kernel show what it allows");
            default -> Check.ok("seccomp", "no filter", "all system calls are allowed");
        });
        return checks;
    }

    private static Check uidMap(ProcessNamespaces namespaces) {
        String name = "uid map";
        if (namespaces.uidMap() == null) {
            return Check.ok(name, "unknown", "/proc/self/uid_map cannot be read");
        }
        return namespaces.mapsUids()
                ? Check.warn(name, namespaces.uidMap(),
                        "a user namespace maps uids: processes with another map see other"
                                + " owners of the same files",
                        "run both sides in one user namespace (docker run --userns), or allow the uids that each side sees"
                                + " (RONDO_DIR_UID, allowUid)")
                : Check.ok(name, "uids are those of the host",
                        "users are the same in all containers without a user namespace");
    }

    /** A directory that does not exist is created in its parent. */
    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath();
        return Files.isDirectory(path) || path.getParent() == null ? path : path.getParent();
    }

    static Check readOnly(List<Path> needed, Path temporary) {
        String name = "read-only";
        String closed = needed.stream().distinct().filter(place -> !Files.isWritable(place)).map(Path::toString)
                .collect(Collectors.joining(", "));
        if (!closed.isEmpty()) {
            return Check.warn(name, closed, "no channel or socket can be created there",
                    "mount a volume or a tmpfs there (docker run -v, --tmpfs), or set RONDO_DIR or RONDO_SOCKET_DIR to a"
                            + " writable directory");
        }
        return Files.isWritable(temporary)
                ? Check.ok(name, "none of the directories in use",
                        "channels, sockets and temporary files can be created")
                : Check.ok(name, temporary.toString(),
                        "Netty's library must lie unpacked in java.library.path, as in the"
                                + " project's image; the JDK's selector is used otherwise");
    }
}
