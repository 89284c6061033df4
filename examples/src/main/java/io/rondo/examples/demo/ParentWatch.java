package io.rondo.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Ends this process and removes the directory when the process that started this one is dead. */
final class ParentWatch implements Runnable {
    private final InputStream parent;
    private final Path directory;

    /**
     * Creates the watch.
     *
     * @param parent an input without data, which ends with the parent process
     * @param directory to remove
     */
    ParentWatch(InputStream parent, Path directory) {
        this.parent = parent;
        this.directory = directory;
    }

    @Override
    public void run() {
        try {
            while (parent.read() >= 0) {
                // The parent writes nothing.
            }
            PrivateDirectory.delete(directory);
        } catch (IOException e) {
            System.err.println("the parent process is dead, and its directory cannot be removed: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
