package io.rondo.client.support;

import java.io.IOException;

/** Ends a process that runs without end when the one that was to kill it is gone. */
public final class Orphan {
    private Orphan() {}

    /** Ends this process together with its standard input. */
    public static void endWithInput() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is said.
                }
            } catch (IOException e) {
                // As good as its end.
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
