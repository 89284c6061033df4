package io.rondo.client.socket.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Finds the process that holds a file lock in {@code /proc/locks} (proc(5)). */
final class LockHolder {
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int PID = 4;
    private static final int FILE = 5;

    private LockHolder() {}

    /** The holder's pid for messages, if this process can see it. */
    static String describe(Path file) {
        try {
            String id = id(file);
            return Files.readAllLines(LOCKS, StandardCharsets.ISO_8859_1).stream().map(line -> line.split("\\s+"))
                    .filter(fields -> fields.length > FILE && fields[FILE].equals(id) && !fields[PID].startsWith("-"))
                    .map(fields -> "pid " + fields[PID]).findFirst().orElse("another process");
        } catch (IOException | UnsupportedOperationException e) {
            return "another process";
        }
    }

    /** Device and inode in the format of {@code /proc/locks}. */
    private static String id(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        // makedev(3), as the kernel encodes st_dev.
        long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
        long minor = device & 0xff | device >>> 12 & ~0xffL;
        return String.format(Locale.ROOT, "%02x:%02x:%d", major, minor & 0xffffffffL, inode);
    }
}
