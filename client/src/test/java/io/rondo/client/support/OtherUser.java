package io.rondo.client.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts processes of another user, which only root can. */
public final class OtherUser {
    /** The uid of these processes. */
    public static final int UID = 65534;

    private final String classPath;

    private OtherUser(String classPath) {
        this.classPath = classPath;
    }

    /**
     * Copies the class path to where the other user can read it; skips the test where that user cannot be had.
     *
     * @param copy an empty directory that this user can reach
     */
    public static OtherUser of(Path copy) throws IOException {
        assumeThat(new UnixSystem().getUid()).as("only root can become another user").isZero();
        assumeThat(Path.of("/usr/bin/setpriv")).as("setpriv makes a process another user's").exists();
        allow(copy);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            String name = from.getFileName().toString();
            if (Files.isDirectory(from) || name.startsWith("netty-") || name.startsWith("rondo-")
                    || name.startsWith("agrona-")) {
                Path to = copy.resolve(entries.size() + "-" + name);
                copy(from, to);
                entries.add(to.toString());
            }
        }
        return new OtherUser(String.join(":", entries));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString()).normalize();
                Files.copy(file, target);
                allow(target);
            }
        }
    }

    private static void allow(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a main class with this user's group alone. */
    public ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        return startIn(UID, main, arguments);
    }

    /** Starts a main class with another group. */
    public ChildJvm startIn(int gid, Class<?> main, Object... arguments) throws IOException {
        return start("--regid=" + gid, "--clear-groups", main, arguments);
    }

    /** Starts a main class with a supplementary group. */
    public ChildJvm startInFurther(int gid, Class<?> main, Object... arguments) throws IOException {
        return start("--regid=" + UID, "--groups=" + gid, main, arguments);
    }

    private ChildJvm start(String group, String groups, Class<?> main, Object... arguments) throws IOException {
        return ChildJvm.startAs(List.of("/usr/bin/setpriv", "--reuid=" + UID, group, groups), classPath, main,
                arguments);
    }
}
