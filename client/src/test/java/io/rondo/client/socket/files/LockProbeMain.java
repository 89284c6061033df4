package io.rondo.client.socket.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Prints whether another process has a file locked. */
final class LockProbeMain {
    private LockProbeMain() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            System.out.println(lock == null ? "locked" : "free");
        }
    }
}
