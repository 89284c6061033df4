package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.os.FileStatus;
import java.nio.file.Path;

/** Detects that a participant's segment lost its name: it was removed, or replaced by another. Thread-safe. */
public final class SegmentWatch implements AutoCloseable {
    private final Path path;
    private final FileStatus file;
    private final Runnable onRemoved;

    SegmentWatch(Path path, FileStatus file, Runnable onRemoved) {
        this.path = path;
        this.file = file;
        this.onRemoved = onRemoved;
    }

    Path path() {
        return path;
    }

    Path directory() {
        return path.getParent();
    }

    /**
     * Returns whether the channel's name leads to the participant's segment.
     *
     * @return false once it was removed or replaced; true also while that cannot be determined
     */
    public boolean isCurrent() {
        try {
            return file.isSameFile(FileStatus.of(path));
        } catch (SegmentException e) {
            // A lack of memory, or of permission to search the directory, does not mean that the segment was removed.
            return true;
        }
    }

    /** Runs the action on a thread of its own, because it may wait for a call in progress. */
    void removed() {
        Thread.ofPlatform().daemon().name("rondo-removed-" + path.getFileName()).start(onRemoved);
    }

    /** Ends the watch. The action may still run if the segment lost its name before. Idempotent. */
    @Override
    public void close() {
        SegmentWatcher.remove(this);
    }
}
