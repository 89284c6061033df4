package io.rondo.core.os;

import java.io.IOException;
import java.nio.file.Path;

/** Arguments: file, byte. Locks it, says so, and holds it until told to end. */
final class LockMain {
    private LockMain() {}

    public static void main(String[] args) throws IOException {
        try (LockFile file = LockFile.open(Path.of(args[0]))) {
            System.out.println(file.tryLock(Long.parseLong(args[1]), 1));
            System.in.read();
        }
    }
}
