package io.rondo.perf.competitor.chronicle;

import java.io.File;
import net.openhft.chronicle.queue.impl.StoreFileListener;

/** Deletes each file of a Chronicle queue after its only reader has moved to a later one. */
final class DeleteWhenRead implements StoreFileListener {
    private int latest = Integer.MIN_VALUE;

    @Override
    public synchronized void onAcquired(int cycle, File file) {
        latest = Math.max(latest, cycle);
    }

    @Override
    public synchronized void onReleased(int cycle, File file) {
        if (cycle < latest && !file.delete() && file.exists()) {
            throw new IllegalStateException("cannot delete " + file);
        }
    }
}
