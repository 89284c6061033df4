package io.rondo.client.socket.files;

import io.rondo.client.RondoException;
import java.io.IOException;
import java.nio.file.Path;

/** Takes the lock of a channel in two directories repeatedly, and prints the result. */
final class LockMain {
    private LockMain() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        System.in.read();
        try {
            for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
                ChannelLock.of("x", Path.of(arguments[0]), Path.of(arguments[1])).call(() -> null);
            }
            System.out.println("done");
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
