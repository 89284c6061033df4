package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.Membarrier;
import io.rondo.core.os.NativeFile;
import io.rondo.core.segment.lock.BoundedBackoff;
import io.rondo.core.segment.lock.TableLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Three open file descriptions of one segment, with which a process takes part that cannot open the segment by its path: one
 * to map, one that holds the lock of its slot, and one for questions about locks, because a description does not see its own
 * locks. The owner opens them for one participant, passes them and closes its copies. A lock ends with the last copy of its
 * description, so the descriptions are never shared between participants. Confined to one thread.
 */
public final class SegmentDescriptors implements AutoCloseable {
    /** The number of descriptions. */
    public static final int COUNT = 3;

    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final int MAP = 0;
    private static final int LOCK = 1;
    private static final int QUESTIONS = 2;

    private final UUID id;
    private final List<NativeFile> files;

    private SegmentDescriptors(UUID id, List<NativeFile> files) {
        this.id = id;
        this.files = files;
    }

    /**
     * Opens the descriptions of a segment that exists.
     *
     * @param path of the segment
     * @param segment its identity
     * @throws SegmentException {@code REMOVED} if the segment was removed or replaced
     */
    static SegmentDescriptors open(Path path, Identity segment) {
        SegmentDescriptors opened = new SegmentDescriptors(segment.id(), new ArrayList<>());
        try {
            while (opened.files.size() < COUNT) {
                NativeFile file = NativeFile.open(path, true);
                if (file == null) {
                    throw removed(segment.name());
                }
                opened.files.add(file);
            }
            opened.identity(segment.name());
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Takes over descriptions that another process has passed.
     *
     * @param id the id that the segment must have
     * @param files {@link #COUNT} files, closed with this
     * @return the descriptions, of which nothing is checked but the number
     * @throws SegmentException {@code CORRUPT} if there are more or fewer
     */
    public static SegmentDescriptors received(UUID id, List<NativeFile> files) {
        if (files.size() != COUNT) {
            files.forEach(NativeFile::close);
            throw new SegmentException(Reason.CORRUPT, "the owner passed " + files.size() + " descriptors instead of "
                    + COUNT + ": use the same release on both sides");
        }
        return new SegmentDescriptors(id, files);
    }

    /** Returns the id of the segment. */
    public UUID id() {
        return id;
    }

    /** Returns the files to pass, in the order in which {@link #received} expects them. */
    public List<NativeFile> files() {
        return List.copyOf(files);
    }

    /** Reads and checks the identity. Nothing that another process passed is trusted. */
    private Identity identity(String channel) {
        FileStatus status = files.get(MAP).status();
        for (NativeFile file : files) {
            if (!status.isSameFile(file.status())) {
                throw Identity.corrupt(channel, "is not the same for all of its descriptors");
            }
        }
        requireName(channel, status);
        Identity identity = SegmentObserver.readIdentity(channel, files.get(MAP), status);
        if (!identity.id().equals(id)) {
            throw removed(channel);
        }
        return identity;
    }

    /** A file without a name is a removed segment, or a memfd, which must not become shorter than its mapping. */
    private void requireName(String channel, FileStatus status) {
        if (status.links() == 0 && !files.get(MAP).isSealedAgainstShrinking()) {
            throw removed(channel);
        }
    }

    private static SegmentException removed(String channel) {
        return new SegmentException(Reason.REMOVED,
                "channel " + channel + ": its segment was removed or replaced: open the channel again");
    }

    /**
     * Attaches a participant. Uses up the descriptions, also on failure.
     *
     * @param channel the name that the segment must have
     * @param role the participant's role
     * @return the participant, to be closed
     * @throws SegmentException {@code CORRUPT} if the descriptors are none of a segment of this channel; {@code REMOVED} if the
     * segment has another id or was removed; {@code UNAVAILABLE} if this process cannot take part; {@code IN_USE} if the role is
     * taken, or another process holds more than one lock of the segment's file for 5 s; {@code CORRUPT} after the same time
     * if locks are held that are not visible
     */
    public Participant attach(String channel, Role role) {
        LockFile lock = null;
        LockFile questions = null;
        Participant participant = null;
        try {
            lock = LockFile.of(files.get(LOCK));
            questions = LockFile.of(files.get(QUESTIONS));
            Identity identity = identity(channel);
            if (identity.fenceSide() == FenceSide.SLEEPER) {
                Membarrier.register();
            }
            participant = attach(identity, lock, questions, role);
            requireSeparate(participant);
            // A process that removes the segment locks the whole table, so it has either seen this participant or
            // removed the name before.
            requireName(channel, files.get(MAP).status());
            return participant;
        } catch (RuntimeException | Error e) {
            if (participant != null) {
                participant.close();
            }
            if (lock != null) {
                lock.close();
            }
            if (questions != null) {
                questions.close();
            }
            close();
            throw e;
        } finally {
            files.get(MAP).close();
        }
    }

    private Participant attach(Identity identity, LockFile lock, LockFile questions, Role role) {
        BoundedBackoff backoff = new BoundedBackoff(PATIENCE_NANOS);
        while (true) {
            Participant participant = Participant.attach(identity, files.get(MAP), lock, questions, role);
            if (participant != null) {
                return participant;
            }
            if (backoff.isOver()) {
                TableLock.requireNoHolder(identity.name(), questions);
                // The owner may have locked them through the description for questions, which does not see its own locks.
                throw Identity.corrupt(identity.name(), "has slots with locks that are held and not visible");
            }
            backoff.pause();
        }
    }

    /**
     * Returns whether all descriptions are of the file that a participant has mapped. The id does not tell: a copy of the
     * file has the same.
     *
     * @param participant attached, by a path or by descriptors
     */
    public boolean isOf(Participant participant) {
        return files.stream().allMatch(file -> participant.file().isSameFile(file.status()));
    }

    private static void requireSeparate(Participant participant) {
        if (!participant.table().isAlive(participant.slot())) {
            throw Identity.corrupt(participant.identity().name(),
                    "was passed with one description for the lock and for questions, so locks are invisible");
        }
    }

    /** Closes the files. Idempotent. */
    @Override
    public void close() {
        files.forEach(NativeFile::close);
    }
}
