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
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The channels of a directory: attach, observe, remove. Thread-safe, and safe against other processes that do the same in the
 * same directory.
 */
public final class ChannelStore {
    /** Longer than a cleaner needs to count the messages of the largest queue. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final ChannelDirectory directory;
    private final SegmentRemover remover;

    /**
     * Creates the store.
     *
     * @param directory holds the channels
     */
    public ChannelStore(ChannelDirectory directory) {
        this.directory = directory;
        remover = new SegmentRemover(directory);
    }

    /** Returns the directory that holds the channels. */
    public ChannelDirectory directory() {
        return directory;
    }

    /**
     * Opens or creates a channel and attaches a participant. Other participants do not count it before {@link
     * Participant#joined()}.
     *
     * @param channel the name
     * @param role the participant's role
     * @param spec properties of a new segment; an existing one must have those that are set
     * @return the participant, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws SegmentException {@code IN_USE} if the role is taken, or if another process holds the lock of the channel's
     * file for 5 s; another reason if the channel cannot be opened or created
     */
    public Participant attach(String channel, Role role, SegmentSpec spec) {
        return attach(channel, role, spec, SegmentLinker.ALWAYS);
    }

    /**
     * As {@link #attach(String, Role, SegmentSpec)}, with a linker that may refuse to give a new segment its name.
     *
     * @param channel the name
     * @param role the participant's role
     * @param spec properties of a new segment; an existing one must have those that are set
     * @param linker gives a new segment its name
     * @return the participant, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws SegmentException as without a linker; exceptions of the linker are thrown as they are
     */
    public Participant attach(String channel, Role role, SegmentSpec spec, SegmentLinker linker) {
        String name = ChannelName.requireSegment(channel);
        SegmentCreator creator = new SegmentCreator(this, role, spec, linker);
        BoundedBackoff backoff = new BoundedBackoff(PATIENCE_NANOS);
        while (true) {
            Participant participant = attachExisting(name, role, (identity, status) -> {
                if (identity.ephemeral() && remover.removeIfUnused(name, status)) {
                    // Its last participant was killed.
                    return false;
                }
                identity.requireMatch(spec, status.permissions());
                return true;
            });
            if (participant == null && FileStatus.of(directory.segment(name)) == null) {
                participant = creator.tryCreate(name);
            }
            if (participant != null) {
                return participant;
            }
            pause(name, backoff);
        }
    }

    /**
     * Attaches a participant to a segment that exists. Creates nothing.
     *
     * @param segment identity of the segment
     * @param role the participant's role
     * @return the participant, to be closed
     * @throws SegmentException as {@link #tryAttach}; also {@code IN_USE} if another process holds the lock of the channel's
     * file for 5 s
     */
    public Participant attach(Identity segment, Role role) {
        BoundedBackoff backoff = new BoundedBackoff(PATIENCE_NANOS);
        while (true) {
            Participant participant = tryAttach(segment, role);
            if (participant != null) {
                return participant;
            }
            pause(segment.name(), backoff);
        }
    }

    /**
     * Attaches a participant to a segment that exists. Creates nothing and never waits.
     *
     * @param segment identity of the segment
     * @param role the participant's role
     * @return the participant, to be closed; null if another process holds the lock of the channel's file at this moment
     * @throws SegmentException {@code REMOVED} if the segment was removed, or another segment has its name; {@code IN_USE}
     * if the role is taken; another reason if the segment cannot be opened
     */
    public Participant tryAttach(Identity segment, Role role) {
        String name = segment.name();
        Participant participant = attachExisting(name, role, (identity, status) -> {
            if (!identity.id().equals(segment.id())) {
                throw removed(name, "was replaced");
            }
            return true;
        });
        if (participant == null && FileStatus.of(directory.segment(name)) == null) {
            throw removed(name, "was removed");
        }
        return participant;
    }

    /**
     * Opens the descriptors with which another process can take part, which cannot open the segment by its path. Each set is
     * for one participant.
     *
     * @param segment identity of the segment
     * @return the descriptors, to be closed here once they are passed
     * @throws SegmentException {@code REMOVED} if the segment was removed or replaced; another reason if it cannot be opened
     */
    public SegmentDescriptors descriptors(Identity segment) {
        return SegmentDescriptors.open(directory.segment(segment.name()), segment);
    }

    private SegmentException removed(String name, String change) {
        return new SegmentException(Reason.REMOVED, "channel " + name + ": the segment " + directory.segment(name) + " "
                + change + ": open the channel again");
    }

    /** Waits while another process creates or removes the channel, or holds the lock of its file. */
    private void pause(String name, BoundedBackoff backoff) {
        if (backoff.isOver()) {
            requireNotLocked(name);
        }
        backoff.pause();
    }

    /**
     * Fails if a process holds the lock of the whole table. That process may be stopped or may never release the lock, and
     * no participant can attach before it does.
     *
     * @param name of the channel
     * @throws SegmentException {@code IN_USE} if a process holds the lock; the message names it
     */
    public void requireNotLocked(String name) {
        try (LockFile lock = LockFile.openForQueries(directory.segment(name))) {
            if (lock != null) {
                TableLock.requireNoHolder(name, lock);
            }
        }
    }

    /**
     * Watches the name of a participant's segment.
     *
     * @param participant attached through this store
     * @param onRemoved run once, on a thread of its own, when the segment was removed or replaced
     * @return the watch, to be closed before the participant is
     */
    public SegmentWatch watch(Participant participant, Runnable onRemoved) {
        SegmentWatch watch = new SegmentWatch(directory.segment(participant.identity().name()), participant.file(),
                onRemoved);
        SegmentWatcher.add(watch);
        return watch;
    }

    /**
     * Returns null if there is no segment, or if it changes meanwhile.
     *
     * @param check returns whether the segment still exists; throws if it does not fit
     */
    private Participant attachExisting(String name, Role role, BiPredicate<Identity, FileStatus> check) {
        Path path = directory.segment(name);
        try (NativeFile file = NativeFile.open(path, true)) {
            if (file == null) {
                return null;
            }
            FileStatus status = file.status();
            Identity identity = SegmentObserver.readIdentity(name, file, status);
            if (!check.test(identity, status)) {
                return null;
            }
            Participant participant = enter(identity, file, role);
            if (participant != null && !status.isSameFile(FileStatus.of(path))) {
                participant.close();
                return null;
            }
            return participant;
        }
    }

    /** Takes a slot in a segment; null if another process locked the table meanwhile. */
    Participant enter(Identity identity, NativeFile file, Role role) {
        if (identity.fenceSide() == FenceSide.SLEEPER) {
            Membarrier.register();
        }
        FileStatus status = file.status();
        Runnable onLeft = identity.ephemeral()
                ? () -> remover.removeIfUnused(identity.name(), status)
                : () -> {};
        return Participant.attach(identity, file, role, onLeft);
    }

    /**
     * Looks for a channel.
     *
     * @param channel the name
     * @return its properties; null if there is no such channel
     * @throws IllegalArgumentException if the name is invalid
     * @throws SegmentException if its file cannot be read
     */
    public Identity find(String channel) {
        String name = ChannelName.requireSegment(channel);
        try (NativeFile file = NativeFile.open(directory.segment(name), false)) {
            return file == null ? null : SegmentObserver.readIdentity(name, file, file.status());
        }
    }

    /**
     * Opens a channel read-only, without a slot.
     *
     * @param channel the name
     * @return the view, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws SegmentException if there is no such channel or it cannot be read
     */
    public SegmentObserver observe(String channel) {
        String name = ChannelName.requireSegment(channel);
        SegmentObserver observer = SegmentObserver.open(name, directory.segment(name));
        if (observer == null) {
            throw directory.missing(name);
        }
        return observer;
    }

    /**
     * Removes a channel and the messages in it; of a sequenced topic, also its ingress, its table of producers and the link to
     * its log. The log stays.
     *
     * @param channel the name
     * @throws IllegalArgumentException if the name is invalid
     * @throws SegmentException {@code IN_USE} if a participant is alive; the message names it. {@code FAILED} if there is no
     * such channel
     */
    public void remove(String channel) {
        String name = ChannelName.requireSegment(channel);
        String ingress = ChannelName.findIngress(name);
        boolean sequenced = ingress != null && FileStatus.of(directory.segment(ingress)) != null;
        if (sequenced) {
            remover.remove(ingress);
        }
        if (!sequenced || FileStatus.of(directory.segment(name)) != null) {
            remover.remove(name);
        }
        if (sequenced) {
            SegmentCreator.delete(directory.producerTable(name));
            SegmentCreator.delete(directory.logLink(name));
            SegmentCreator.delete(directory.subscriptions(name));
        }
    }

    /**
     * Removes channels without live participants, except queues with unread messages, and temporary files of creators that
     * died. Keeps segments that cannot be read. Several processes may clean at once, and others may attach meanwhile.
     *
     * @param dryRun true to remove nothing
     * @param all true to remove also queues with unread messages and segments that cannot be read, if no participant is alive
     * @return the result for each file, channels first; without files that another process removed meanwhile
     * @throws SegmentException if the directory cannot be read
     */
    public List<CleanResult> clean(boolean dryRun, boolean all) {
        return new ChannelCleaner(this, dryRun, all).run();
    }

    /**
     * Removes ephemeral channels after their last participant was killed. Keeps those that this process may not read or remove.
     *
     * @throws SegmentException if the directory cannot be read
     */
    public void removeAbandoned() {
        remover.removeAbandoned();
    }

    /** Describes the processes that use a channel, for messages. */
    String participants(String name) {
        return remover.participants(name);
    }
}
