package io.rondo.client.sequenced;

import io.rondo.core.SegmentException;
import io.rondo.core.os.LockFile;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the kernel lock of a directory's broker while this process has endpoints of sequenced topics there, and logs
 * once when the broker has ended, and once when one runs again. One daemon thread per directory; it ends with the last
 * endpoint. Thread-safe.
 */
final class BrokerWatch {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    /** Clients learn of the end within a second. */
    private static final long INTERVAL_NANOS = 250_000_000L;
    private static final Map<Path, BrokerWatch> WATCHES = new HashMap<>();

    private final BrokerFiles files;
    /** Guarded by the map. */
    private int endpoints;

    private BrokerWatch(BrokerFiles files) {
        this.files = files;
    }

    /**
     * Begins the watch of an endpoint.
     *
     * @param files of the broker
     * @return ends it; to be run once
     */
    static Runnable begin(BrokerFiles files) {
        synchronized (WATCHES) {
            BrokerWatch watch = WATCHES.computeIfAbsent(files.directory(), _ -> new BrokerWatch(files));
            if (watch.endpoints == 0) {
                Thread.ofPlatform().daemon().name("rondo-broker-watch").start(watch::run);
            }
            watch.endpoints++;
            return watch::end;
        }
    }

    private void end() {
        synchronized (WATCHES) {
            endpoints--;
            if (endpoints == 0) {
                WATCHES.remove(files.directory(), this);
            }
        }
    }

    private boolean isOver() {
        synchronized (WATCHES) {
            return endpoints == 0;
        }
    }

    private void run() {
        boolean ran = true;
        while (!isOver()) {
            boolean runs = isRunning(files);
            if (ran && !runs && !isOver()) {
                LOG.log(Level.WARNING,
                        "no broker runs in {0}: sequenced topics wait for one: start it with rondo broker",
                        files.directory());
            } else if (!ran && runs) {
                LOG.log(Level.INFO, "a broker runs in {0}: sequenced topics go on", files.directory());
            }
            ran = runs;
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    /** Returns whether a live process holds the lock of the broker; true also while that cannot be determined. */
    static boolean isRunning(BrokerFiles files) {
        try {
            return isLocked(files);
        } catch (SegmentException e) {
            // A lack of descriptors does not mean that the broker has ended.
            return true;
        }
    }

    /**
     * Returns whether a live process holds the lock of the broker.
     *
     * @throws SegmentException if that cannot be determined
     */
    static boolean isLocked(BrokerFiles files) {
        try (LockFile lock = LockFile.openForQueries(files.lock())) {
            return lock != null && lock.isLockedByOther(0, 1);
        }
    }
}
