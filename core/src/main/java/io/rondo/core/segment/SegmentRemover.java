package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.segment.lock.TableLock;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Removes segments without live participants. It holds the lock of the whole participant table meanwhile, so no process can
 * attach. Thread-safe.
 *
 * @param directory holds the segments
 */
record SegmentRemover(ChannelDirectory directory) {
    /** Separates processes in the text of {@link #participants(String)}. */
    private static final Pattern SEVERAL = Pattern.compile(", (producer|consumer|\\d)");

    /** Removes a channel; throws {@code IN_USE} if a participant is alive, {@code FAILED} if there is no such channel. */
    void remove(String name) {
        Path path = directory.segment(name);
        try (LockFile lock = LockFile.open(path)) {
            if (lock == null) {
                throw directory.missing(name);
            }
            if (!removeLocked(lock, path)) {
                String users = participants(name);
                throw new SegmentException(Reason.IN_USE, "channel " + name + " is in use by " + users + ": stop "
                        + (SEVERAL.matcher(users).find() ? "them" : "it") + " first, or keep the channel");
            }
        }
    }

    /** Removes ephemeral channels after their last participant was killed; keeps those that this process may not read or remove. */
    void removeAbandoned() {
        for (String name : directory.channels()) {
            try (NativeFile file = NativeFile.open(directory.segment(name), false)) {
                if (file != null) {
                    FileStatus status = file.status();
                    if (SegmentObserver.readIdentity(name, file, status).ephemeral()) {
                        removeIfUnused(name, status);
                    }
                }
            } catch (SegmentException e) {
                // A listing and a cleaning report the failure with its reason.
            }
        }
    }

    /** Removes a segment that has no live participant and still has its name; returns false if a participant is alive. */
    boolean removeIfUnused(String name, FileStatus segment) {
        Path path = directory.segment(name);
        try (LockFile lock = LockFile.open(path)) {
            return lock != null && lock.status().isSameFile(segment) && removeLocked(lock, path);
        }
    }

    /** With the whole table locked, no participant is alive, and none can attach until the name is gone. */
    private static boolean removeLocked(LockFile lock, Path path) {
        if (!TableLock.lockTable(lock)) {
            return false;
        }
        if (lock.status().isSameFile(FileStatus.of(path))) {
            SegmentCreator.delete(path);
        }
        return true;
    }

    /** Describes the processes that use a channel, for messages. */
    String participants(String name) {
        try (LockFile lock = LockFile.openForQueries(directory.segment(name))) {
            String holder = lock == null ? null : TableLock.holder(lock);
            if (holder != null) {
                return holder;
            }
            String listed = listed(name);
            if (!listed.isEmpty()) {
                return listed;
            }
            return lock == null || lock.lockedByOther(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS) == null
                    ? "a participant that is detaching"
                    : TableLock.pids(lock);
        }
    }

    /** Describes the live participants in a segment's table; empty if the segment is missing or damaged. */
    private String listed(String name) {
        try (SegmentObserver observer = SegmentObserver.open(name, directory.segment(name))) {
            return observer == null
                    ? ""
                    : observer.table().list().stream().filter(ParticipantInfo::alive)
                            .map(participant -> participant.role().word() + (participant.isDamaged()
                                    ? " in damaged slot " + participant.slot()
                                    : " " + participant.process()))
                            .collect(Collectors.joining(", "));
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.CORRUPT);
            return "";
        }
    }
}
