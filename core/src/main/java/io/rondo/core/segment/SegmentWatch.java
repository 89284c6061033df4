package io.rondo.core.segment;

import io.rondo.core.RondoException;
import io.rondo.core.os.FileStatus;
import java.nio.file.Path;

/** Notices when a participant's segment loses its name: it was removed, or replaced by another. Thread-safe. */
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
     * Whether the channel's name leads to the participant's segment.
     *
     * @return false once it was removed or replaced; true also while that cannot be found out
     */
    public boolean isCurrent() {
        try {
            return file.isSameFile(FileStatus.of(path));
        } catch (RondoException e) {
            // Lack of memory, or a directory that this process may no longer look into, removes no segment.
            return true;
        }
    }

    /** Runs the action on a thread of its own, because it may wait for a call in progress. */
    void removed() {
        Thread.ofPlatform().daemon().name("rondo-removed-" + path.getFileName()).start(onRemoved);
    }

    /** Ends the watch. The action may still run if the segment lost its name before. Callable more than once. */
    @Override
    public void close() {
        SegmentWatcher.remove(this);
    }
}
