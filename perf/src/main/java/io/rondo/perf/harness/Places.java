package io.rondo.perf.harness;

import java.nio.file.Path;

/** The directories of a point, private to this process and removed at the end: one on tmpfs, one on a disk. */
final class Places implements AutoCloseable {
    private final PrivateDirectory rings;
    private final PrivateDirectory disk;

    /** Creates the directories. */
    Places() {
        rings = PrivateDirectory.forRings();
        try {
            disk = PrivateDirectory.onDisk();
        } catch (RuntimeException e) {
            rings.close();
            throw e;
        }
    }

    /** For the files of rings. */
    Path rings() {
        return rings.path();
    }

    /** For files that are to reach a disk. */
    Path disk() {
        return disk.path();
    }

    @Override
    public void close() {
        try (rings; disk) {
            // Both are removed, also if one cannot be.
        }
    }
}
