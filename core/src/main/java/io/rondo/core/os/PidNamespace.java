package io.rondo.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The PID namespace of this process. A pid identifies a process only together with it. */
public final class PidNamespace {
    /** The namespace is unknown. */
    public static final int UNKNOWN = 0;

    private static final Path SELF = Path.of("/proc/self/ns/pid");

    private PidNamespace() {}

    /** Returns the inode number of the namespace, which is an unsigned number of 32 bits; {@link #UNKNOWN} without {@code /proc}. */
    public static int current() {
        return Current.INODE;
    }

    private static final class Current {
        static final int INODE = read();

        private static int read() {
            try {
                return ((Long) Files.getAttribute(SELF, "unix:ino")).intValue();
            } catch (IOException e) {
                return UNKNOWN;
            }
        }
    }
}
