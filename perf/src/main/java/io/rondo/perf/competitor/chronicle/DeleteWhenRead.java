package io.rondo.perf.competitor.chronicle;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.openhft.chronicle.queue.impl.StoreFileListener;

/**
 * Deletes each file of a Chronicle queue after its readers have moved to a later one. Of several readers, each marks the files
 * that it has read by an empty file, and the one that finds all marks deletes the file.
 */
final class DeleteWhenRead implements StoreFileListener {
    private final int reader;
    private final int readers;
    private int latest = Integer.MIN_VALUE;

    /** For reader number {@code reader} of {@code readers}. */
    DeleteWhenRead(int reader, int readers) {
        this.reader = reader;
        this.readers = readers;
    }

    @Override
    public synchronized void onAcquired(int cycle, File file) {
        latest = Math.max(latest, cycle);
    }

    @Override
    public synchronized void onReleased(int cycle, File file) {
        if (cycle < latest && isReadByAll(file) && !file.delete() && file.exists()) {
            throw new IllegalStateException("cannot delete " + file);
        }
    }

    private boolean isReadByAll(File file) {
        if (readers == 1) {
            return true;
        }
        try {
            mark(file, reader).createNewFile();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot mark " + file, e);
        }
        for (int i = 0; i < readers; i++) {
            if (!mark(file, i).exists()) {
                return false;
            }
        }
        return true;
    }

    private static File mark(File file, int reader) {
        return new File(file.getParentFile(), file.getName() + ".read" + reader);
    }
}
