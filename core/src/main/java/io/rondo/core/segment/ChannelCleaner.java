package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.LockedRange;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.segment.lock.TableLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes files without live participants. It examines a file while it holds the lock of the whole table, so that no
 * participant is alive and none can attach until it has decided.
 */
final class ChannelCleaner {
    private final ChannelStore store;
    private final boolean dryRun;
    private final boolean all;
    /** Whether messages name the processes that hold a file, which requires a search of {@code /proc}. */
    private boolean namesHolders = true;
    private final List<CleanResult> results = new ArrayList<>();

    ChannelCleaner(ChannelStore store, boolean dryRun, boolean all) {
        this.store = store;
        this.dryRun = dryRun;
        this.all = all;
    }

    /** Cleans the directory once. */
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
     * Removes the temporary files of one channel's dead creators. Keeps them if the directory cannot be listed. Runs at
     * the creation of a channel, so it does not search {@code /proc} for the processes that still create one.
     */
    void sweep(String channel) {
        namesHolders = false;
        try {
            store.directory().unfinished(channel).forEach(this::unfinished);
        } catch (SegmentException e) {
            // The creation of a channel needs the permission to write to the directory, not to list it.
        }
    }

    private void unfinished(Path file) {
        String name = file.getFileName().toString();
        attempt(name, file, () -> unfinished(name, file));
    }

    /** Cleans one file; a failure does not keep others from being cleaned. */
    private void attempt(String name, Path path, Runnable action) {
        try {
            action.run();
        } catch (SegmentException e) {
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
            SegmentCreator.delete(path);
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
            // Otherwise it was removed meanwhile, and its name leads to a new channel.
        }
    }

    /** Decides on a channel; the caller holds the lock of its table. */
    private void unused(String name, Path path) {
        try (SegmentObserver observer = SegmentObserver.open(name, path)) {
            String unread = observer == null ? null : unread(observer);
            if (observer != null && observer.identity().sequenced() && !all) {
                kept(name,
                        "part of a sequenced topic, which a broker continues: remove it with rondo rm, or with --all");
            } else if (unread == null) {
                remove(name, path, "not in use");
            } else if (all) {
                remove(name, path, "not in use; it had " + unread);
            } else {
                kept(name, unread + ": empty it first, or remove it with --all");
            }
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.CORRUPT);
            if (all) {
                remove(name, path, withoutRemedy(e));
            } else {
                kept(name, withoutRemedy(e) + ": remove it with rondo rm if it is not needed, or with --all");
            }
        }
    }

    private static String withoutRemedy(SegmentException e) {
        return e.getMessage().replaceFirst("[;,] remove the channel.*", "");
    }

    /** Describes the messages that the removal of a channel would lose; null if there are none. */
    private static String unread(SegmentObserver observer) {
        Identity identity = observer.identity();
        // No requester waits for the responses of a service without participants.
        if (identity.ephemeral() || identity.kind().isTopic() || identity.service()) {
            return null;
        }
        UnreadRange backlog = observer.backlog();
        if (backlog.messages() > 0) {
            return backlog.messages() == 1 ? "1 unread message" : backlog.messages() + " unread messages";
        }
        return observer.holdsMessage(backlog) ? "unread messages behind the claim of a dead producer" : null;
    }

    /**
     * Decides on a temporary file. Its creator holds the creation lock from before it sizes the file until the file has
     * its name.
     */
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
            kept(name, "it belongs to uid " + Integer.toUnsignedString(named.uid()) + ": clean as that user");
            return;
        }
        try (LockFile lock = LockFile.open(file)) {
            if (lock == null || !lock.status().isSameFile(named)) {
                return;
            }
            if (!lock.tryLock(SegmentLayout.CREATION_LOCK, 1)) {
                kept(name, "a channel that is being created" + (namesHolders
                        ? " by " + TableLock.pids(lock, new LockedRange(SegmentLayout.CREATION_LOCK, 1))
                        : ""));
            } else if (lock.status().isSameFile(FileStatus.of(file))) {
                remove(name, file, "left by a process that died while it created a channel");
            }
        }
    }
}
