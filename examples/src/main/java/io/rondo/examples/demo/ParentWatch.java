package io.rondo.examples.demo;

import io.rondo.client.Rondo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Waits until the process that started this one releases it with a byte. If the input ends without one, that process is dead:
 * closes the channels, removes the directory and ends this process.
 */
final class ParentWatch implements Runnable {
    private final InputStream parent;
    private final Rondo rondo;
    private final Path directory;

    /**
     * Creates the watch.
     *
     * @param parent an input that ends with the parent process
     * @param rondo what this process opened in the directory
     * @param directory to remove
     */
    ParentWatch(InputStream parent, Rondo rondo, Path directory) {
        this.parent = parent;
        this.rondo = rondo;
        this.directory = directory;
    }

    @Override
    public void run() {
        if (isReleased()) {
            return;
        }
        try {
            // Otherwise the main thread could create files while they are removed.
            rondo.close();
            PrivateDirectory.delete(directory);
        } catch (IOException e) {
            System.err.println("the parent process is dead, and its directory cannot be removed: " + e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private boolean isReleased() {
        try {
            return parent.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
