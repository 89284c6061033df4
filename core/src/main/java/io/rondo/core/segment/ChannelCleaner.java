package io.rondo.core.segment;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.RondoException;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.LockedRange;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.Backlog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what no live participant uses. Whatever it looks into, it holds the whole table's lock of, so that nobody
 * lives there or can attach until it has decided.
 */
final class ChannelCleaner {
    private final ChannelStore store;
    private final boolean dryRun;
    private final boolean all;
    /** Whether to name the processes in the way, which takes a search of {@code /proc}. */
    private boolean namesHolders = true;
    private final List<CleanResult> results = new ArrayList<>();

    ChannelCleaner(ChannelStore store, boolean dryRun, boolean all) {
        this.store = store;
        this.dryRun = dryRun;
        this.all = all;
    }

    /** Goes through the directory once. */
    List<CleanResult> run() {
        for (String name : store.directory().channels()) {
            attempt(name, store.directory().segment(name), () -> channel(name));
        }
        for (Path file : store.directory().unfinished()) {
            unfinished(file);
        }
        return results;
    }

    /**
     * Removes the leftovers of one channel's dead creators. A directory that cannot be listed keeps them. The creation
     * of a channel runs this, so it does not search {@code /proc} for the processes that still create one.
     */
    void sweep(String channel) {
        namesHolders = false;
        try {
            store.directory().unfinished(channel).forEach(this::unfinished);
        } catch (RondoException e) {
            // To create a channel takes the right to write to the directory, not to list it.
        }
    }

    private void unfinished(Path file) {
        String name = file.getFileName().toString();
        attempt(name, file, () -> unfinished(name, file));
    }

    /** What is in the way of one file is no reason to leave the others. */
    private void attempt(String name, Path path, Runnable action) {
        try {
            action.run();
        } catch (RondoException e) {
            if (FileStatus.of(path) != null) {
                kept(name, e.getMessage());
            }
        }
    }

    private void kept(String name, String reason) {
        results.add(new CleanResult(name, false, reason));
    }

    private void remove(String name, Path path, String reason) {
        if (!dryRun) {
            ChannelStore.delete(path);
        }
        results.add(new CleanResult(name, true, reason));
    }

    private void channel(String name) {
        Path path = store.directory().segment(name);
        try (LockFile lock = LockFile.open(path)) {
            if (lock == null) {
                return;
            }
            if (!TableLock.lockTable(lock)) {
                kept(name, "in use by " + store.participants(name));
            } else if (lock.status().isSameFile(FileStatus.of(path))) {
                unused(name, path);
            }
            // Else it was removed meanwhile; what has the name now is somebody's new channel.
        }
    }

    /** Decides on a channel whose table is locked. */
    private void unused(String name, Path path) {
        try (SegmentObserver observer = SegmentObserver.open(name, path)) {
            String unread = observer == null ? null : unread(observer);
            if (unread == null) {
                remove(name, path, "nobody uses it");
            } else if (all) {
                remove(name, path, "nobody uses it; it had " + unread);
            } else {
                kept(name, unread + ": empty it first, or remove it with --all");
            }
        } catch (CorruptSegmentException e) {
            if (all) {
                remove(name, path, withoutRemedy(e));
            } else {
                kept(name, withoutRemedy(e) + ": remove it with rondo rm if nobody needs it, or with --all");
            }
        }
    }

    private static String withoutRemedy(CorruptSegmentException e) {
        return e.getMessage().replaceFirst("[;,] remove the channel.*", "");
    }

    /** What would be lost with a channel; null if nothing. */
    private static String unread(SegmentObserver observer) {
        Identity identity = observer.identity();
        if (identity.ephemeral() || identity.kind().isTopic()) {
            return null;
        }
        Backlog backlog = observer.backlog();
        if (backlog.messages() > 0) {
            return backlog.messages() == 1 ? "1 unread message" : backlog.messages() + " unread messages";
        }
        return observer.holdsMessage(backlog) ? "unread messages behind what a dead producer was writing" : null;
    }

    /** A segment in the making has its creator's lock, from before it is sized until after it has its name. */
    private void unfinished(String name, Path file) {
        FileStatus named = FileStatus.of(file);
        if (named == null) {
            return;
        }
        if (!named.isRegular()) {
            kept(name, "no regular file");
            return;
        }
        if (named.uid() != Platform.User.effectiveUid()) {
            kept(name, "it belongs to uid " + Integer.toUnsignedString(named.uid()) + ", who can clean it away");
            return;
        }
        try (LockFile lock = LockFile.open(file)) {
            if (lock == null || !lock.status().isSameFile(named)) {
                return;
            }
            if (!lock.tryLock(SegmentLayout.CREATION_LOCK, 1)) {
                kept(name, "a channel in the making" + (namesHolders
                        ? " by " + TableLock.pids(lock, new LockedRange(SegmentLayout.CREATION_LOCK, 1))
                        : ""));
            } else if (lock.status().isSameFile(FileStatus.of(file))) {
                remove(name, file, "left by a process that died while it made a channel");
            }
        }
    }
}
