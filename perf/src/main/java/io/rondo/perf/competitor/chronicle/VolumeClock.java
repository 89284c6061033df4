package io.rondo.perf.competitor.chronicle;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * Makes a Chronicle queue roll to its next file after a volume instead of every hour, and bounds the number of files,
 * of which the reader deletes those it has read. Otherwise a slice could fill the file system. Confined to one thread.
 */
final class VolumeClock implements TimeProvider {
    private static final long ROLL_BYTES = 48L << 20;
    private static final int MAX_FILES = 4;
    /** Approximate length of a document's header and of its index entry. */
    private static final int OVERHEAD = 8;
    private static final long STEP_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final String SUFFIX = ".cq4";

    private final File directory;
    private long millis = STEP_MILLIS;
    private long written;

    VolumeClock(Path directory) {
        this.directory = directory.toFile();
    }

    /** Whether a message may be written; counts it if so. */
    boolean allows(int length) {
        if (written + length > ROLL_BYTES) {
            if (files() >= MAX_FILES) {
                return false;
            }
            millis += STEP_MILLIS;
            written = 0;
        }
        written += length + OVERHEAD;
        return true;
    }

    private int files() {
        String[] names = directory.list((parent, name) -> name.endsWith(SUFFIX));
        return names == null ? 0 : names.length;
    }

    @Override
    public long currentTimeMillis() {
        return millis;
    }
}
