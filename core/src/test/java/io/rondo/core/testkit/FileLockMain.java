package io.rondo.core.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Arguments: file, first byte, bytes. Takes the JDK's lock (POSIX) on that range, where 0 bytes reach to the
 * end of the file, and holds it until told to end.
 */
public final class FileLockMain {
    private FileLockMain() {}

    /**
     * Runs the process.
     *
     * @param args see above
     * @throws IOException if the file cannot be locked
     */
    public static void main(String[] args) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = file.lock(Long.parseLong(args[1]), Long.parseLong(args[2]), false)) {
            System.out.println(lock.isValid() ? "locked" : "not locked");
            System.in.read();
        }
    }
}
