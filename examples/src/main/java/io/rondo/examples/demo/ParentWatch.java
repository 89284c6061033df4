package io.rondo.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Ends this process, and removes what the other one can no longer remove, when the process that started it is gone. */
final class ParentWatch implements Runnable {
    private final InputStream parent;
    private final Path directory;

    /**
     * Creates the watch.
     *
     * @param parent an input that nobody writes to; it ends with the parent
     * @param directory what to remove
     */
    ParentWatch(InputStream parent, Path directory) {
        this.parent = parent;
        this.directory = directory;
    }

    @Override
    public void run() {
        try {
            while (parent.read() >= 0) {
                // Nothing is ever said.
            }
            PrivateDirectory.delete(directory);
        } catch (IOException e) {
            System.err.println("the process that started this one is gone: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
