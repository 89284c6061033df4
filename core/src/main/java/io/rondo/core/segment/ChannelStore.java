package io.rondo.core.segment;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.ChannelRemovedException;
import io.rondo.core.CorruptSegmentException;
import io.rondo.core.NoSpaceException;
import io.rondo.core.RondoException;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.memory.Mapping;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.Membarrier;
import io.rondo.core.os.MemoryLimit;
import io.rondo.core.os.NativeFile;
import io.rondo.core.os.Volume;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.MultiProducerWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The channels of a directory. Thread-safe, and safe against other processes doing the same. */
public final class ChannelStore {
    private static final int DEFAULT_MODE = 0600;
    private static final int ATTEMPTS = 5;
    private static final int CROWDED_ATTEMPTS = 100;
    private static final long MAX_PAUSE_NANOS = 20_000_000L;
    /** Longer than a cleaner counts the messages of the largest queue. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final ChannelDirectory directory;

    /**
     * Creates the store.
     *
     * @param directory where channels live
     */
    public ChannelStore(ChannelDirectory directory) {
        this.directory = directory;
    }

    /**
     * Where channels live.
     *
     * @return the directory
     */
    public ChannelDirectory directory() {
        return directory;
    }

    /**
     * Opens or creates a channel and takes part in it. The participant is not counted before {@link
     * Participant#joined()}.
     *
     * @param channel the name
     * @param role what to do
     * @param spec what to create, or to expect where set explicitly
     * @return the participant, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws ChannelInUseException if the role is taken, or if a process locks the channel's file for more than some
     * seconds
     * @throws RondoException if that is not possible for another reason; the subclass says why
     */
    public Participant attach(String channel, Role role, SegmentSpec spec) {
        return attach(channel, role, spec, SegmentLinker.ALWAYS);
    }

    /**
     * As {@link #attach(String, Role, SegmentSpec)}, but a new segment gets its name only if the linker agrees.
     *
     * @param channel the name
     * @param role what to do
     * @param spec what to create, or to expect where set explicitly
     * @param linker gives a new segment its name
     * @return the participant, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws RondoException as without a linker, and what the linker throws
     */
    public Participant attach(String channel, Role role, SegmentSpec spec, SegmentLinker linker) {
        String name = ChannelName.require(channel);
        int attempts = 0;
        Patience patience = new Patience(PATIENCE_NANOS);
        while (true) {
            Participant participant = attachExisting(name, role,
                    (identity, status) -> identity.requireMatch(spec, status.permissions()));
            if (participant == null && FileStatus.of(directory.segment(name)) == null) {
                attempts++;
                if (attempts == 1) {
                    // Only now: creators that begin again must not remove each other's new files again and again.
                    new ChannelCleaner(this, false, false).sweep(name);
                }
                participant = createUnlessCrowded(name, role, spec, linker, attempts);
            }
            if (participant != null) {
                return participant;
            }
            pause(name, patience);
        }
    }

    /**
     * Takes part in a segment that exists. Creates nothing.
     *
     * @param segment identity of the segment
     * @param role what to do
     * @return the participant, to be closed
     * @throws ChannelRemovedException if the segment was removed, or another segment has its name
     * @throws ChannelInUseException if the role is taken, or if a process locks the channel's file for more than some
     * seconds
     * @throws RondoException if that is not possible for another reason; the subclass says why
     */
    public Participant attach(Identity segment, Role role) {
        String name = segment.name();
        Patience patience = new Patience(PATIENCE_NANOS);
        while (true) {
            Participant participant = attachExisting(name, role, (identity, status) -> {
                if (!identity.id().equals(segment.id())) {
                    throw removed(name, "was replaced");
                }
            });
            if (participant != null) {
                return participant;
            }
            if (FileStatus.of(directory.segment(name)) == null) {
                throw removed(name, "was removed");
            }
            pause(name, patience);
        }
    }

    private ChannelRemovedException removed(String name, String change) {
        return new ChannelRemovedException("channel " + name + ": the segment " + directory.segment(name) + " "
                + change + ": open the channel again", 0);
    }

    /** Waits while another process creates or removes the channel, or has locked its file. */
    private void pause(String name, Patience patience) {
        if (patience.isOver()) {
            requireNotHeld(name);
        }
        patience.pause();
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
     * A process that holds the whole table may be stopped or may never release it, and no participant can attach before
     * that.
     */
    private void requireNotHeld(String name) {
        try (LockFile lock = LockFile.openForQuestions(directory.segment(name))) {
            if (lock != null) {
                TableLock.requireNoHolder(name, lock);
            }
        }
    }

    /**
     * Of several that create a channel at the same moment each allocates all of it, and one wins. Where there is not
     * room for that, those that fail make room by failing, pause, and look again; so a few attempts are made, and more
     * while others are seen.
     */
    private Participant createUnlessCrowded(String name, Role role, SegmentSpec spec, SegmentLinker linker,
            int attempts) {
        try {
            return create(name, role, spec, linker);
        } catch (NoSpaceException e) {
            int most = directory.unfinished(name).isEmpty() ? ATTEMPTS : CROWDED_ATTEMPTS;
            if (attempts >= most) {
                throw e;
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
            return null;
        }
    }

    /** Returns null if there is no segment, or if it changes meanwhile. The check throws if the segment does not fit. */
    private Participant attachExisting(String name, Role role, BiConsumer<Identity, FileStatus> check) {
        Path path = directory.segment(name);
        try (NativeFile file = NativeFile.open(path, true)) {
            if (file == null) {
                return null;
            }
            FileStatus status = file.status();
            Identity identity = SegmentObserver.readIdentity(name, file, status);
            if (identity.ephemeral() && removeIfUnused(name, status)) {
                // Its last participant was killed.
                return null;
            }
            check.accept(identity, status);
            Participant participant = enter(identity, file, role);
            if (participant != null && !status.isSameFile(FileStatus.of(path))) {
                participant.close();
                return null;
            }
            return participant;
        }
    }

    private Participant enter(Identity identity, NativeFile file, Role role) {
        if (identity.fenceSide() == FenceSide.SLEEPER) {
            Membarrier.register();
        }
        FileStatus status = file.status();
        Runnable onLeft = identity.ephemeral() ? () -> removeIfUnused(identity.name(), status) : () -> {};
        return Participant.attach(identity, file, role, onLeft);
    }

    /** Makes a whole segment under another name and links it into place, so that nobody sees half of one. */
    private Participant create(String name, Role role, SegmentSpec spec, SegmentLinker linker) {
        Identity identity = Identity.of(name, spec);
        Path temporary = directory.temporary(name);
        int mode = spec.fileMode() == null ? DEFAULT_MODE : spec.fileMode();
        NativeFile file = NativeFile.create(temporary, mode);
        if (file == null) {
            throw directory.takesNoFiles();
        }
        try (file; LockFile making = lockUnfinished(temporary, file)) {
            return making == null ? null : fillAndLink(file, identity, role, linker);
        } finally {
            delete(temporary);
        }
    }

    /** Keeps cleaners away from a file nobody sees yet; null if one was faster. */
    private static LockFile lockUnfinished(Path temporary, NativeFile file) {
        LockFile lock = LockFile.open(temporary);
        boolean locked = false;
        try {
            // A cleaner removes the file while it has the lock: looked at before that, the name would tell nothing.
            locked = lock != null && lock.tryLock(SegmentLayout.CREATION_LOCK, 1)
                    && file.status().isSameFile(FileStatus.of(temporary));
            return locked ? lock : null;
        } finally {
            if (lock != null && !locked) {
                lock.close();
            }
        }
    }

    private Participant fillAndLink(NativeFile file, Identity identity, Role role, SegmentLinker linker) {
        initialise(file, identity);
        Participant participant = enter(identity, file, role);
        boolean linked = false;
        try {
            linked = participant != null
                    && linker.link(identity, () -> link(file.path(), directory.segment(identity.name())));
            return linked ? participant : null;
        } finally {
            if (participant != null && !linked) {
                participant.close();
            }
        }
    }

    private void initialise(NativeFile file, Identity identity) {
        long length = SegmentLayout.fileLength(identity.capacity());
        requireMemory(identity.name(), length);
        try {
            file.allocate(length);
        } catch (NoSpaceException e) {
            // What was allocated before it failed is free again only when the file is gone.
            Volume volume = volume();
            throw new NoSpaceException(
                    "channel " + identity.name() + " needs " + length + " bytes in " + directory.path()
                            + (volume == null ? ", which has less" : ", which has " + volume.free())
                            + " free: use a smaller capacity, remove channels"
                            + " (rondo ls, rondo rm), or enlarge the file system");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = Mapping.map(file.fd(), 0, SegmentLayout.DATA, true, arena);
            Checkpoints.initialise(header);
            MultiProducerWriter.initialise(header);
            identity.write(header);
        }
    }

    /** Beyond the limit of a control group the kernel would kill a process, where a full file system is an error. */
    private void requireMemory(String name, long length) {
        Volume volume = volume();
        MemoryLimit limit = volume != null && volume.isInMemory() ? MemoryLimit.current() : null;
        long needed = MemoryLimit.charged(length);
        if (limit != null && limit.free() < needed) {
            throw new NoSpaceException("channel " + name + " needs " + needed + " bytes of memory, and " + limit.free()
                    + " are free under the control group's limit of " + limit.bytes() + " bytes (" + limit.file()
                    + "): use a smaller capacity, remove channels (rondo ls, rondo rm), or raise the limit");
        }
    }

    /**
     * Null if the file system cannot be asked: in a chroot its mount point is not listed, and the process may be short
     * of descriptors. Neither prevents a channel.
     */
    private Volume volume() {
        try {
            return directory.volume();
        } catch (RondoException e) {
            return null;
        }
    }

    private static boolean link(Path temporary, Path path) {
        try {
            Files.createLink(path, temporary);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (IoReason.isNoSpace(e)) {
                // A tmpfs counts names like inodes.
                throw new NoSpaceException("cannot link " + path + " into place: " + IoReason.of(e)
                        + ": remove channels (rondo ls, rondo rm), or give the file system more inodes");
            }
            throw new RondoException("cannot link " + path + " into place: " + IoReason.of(e)
                    + ": use a directory on a local file system", e);
        }
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new RondoException("cannot remove " + path + ": " + IoReason.of(e)
                    + ": check who may write to its directory", e);
        }
    }

    /**
     * Looks for a channel.
     *
     * @param channel the name
     * @return what it is; null if it is not there
     * @throws IllegalArgumentException if the name is invalid
     * @throws RondoException if something is there that cannot be read
     */
    public Identity find(String channel) {
        String name = ChannelName.require(channel);
        try (NativeFile file = NativeFile.open(directory.segment(name), false)) {
            return file == null ? null : SegmentObserver.readIdentity(name, file, file.status());
        }
    }

    /**
     * Opens a channel to look at it.
     *
     * @param channel the name
     * @return the view, to be closed
     * @throws IllegalArgumentException if the name is invalid
     * @throws RondoException if there is no such channel or it cannot be read
     */
    public SegmentObserver observe(String channel) {
        String name = ChannelName.require(channel);
        SegmentObserver observer = SegmentObserver.open(name, directory.segment(name));
        if (observer == null) {
            throw missing(name);
        }
        return observer;
    }

    /**
     * Removes a channel and the messages in it.
     *
     * @param channel the name
     * @throws IllegalArgumentException if the name is invalid
     * @throws ChannelInUseException if a participant lives; the message names one
     * @throws RondoException if there is no such channel
     */
    public void remove(String channel) {
        String name = ChannelName.require(channel);
        Path path = directory.segment(name);
        try (LockFile lock = LockFile.open(path)) {
            if (lock == null) {
                throw missing(name);
            }
            if (!removeLocked(lock, path)) {
                throw new ChannelInUseException("channel " + name + " is in use by " + participants(name)
                        + ": stop them first, or leave it");
            }
        }
    }

    /**
     * Removes what no live participant uses: channels, except queues with unread messages, and leftovers of channels
     * whose creator died. Segments that cannot be read are kept. Several may do this at once, and others attach
     * meanwhile.
     *
     * @param dryRun true to remove nothing
     * @param all true to remove also queues with unread messages and segments that cannot be read, if nobody uses them
     * @return what became of each, channels first; without those that somebody else removed meanwhile
     * @throws RondoException if the directory cannot be read
     */
    public List<CleanResult> clean(boolean dryRun, boolean all) {
        return new ChannelCleaner(this, dryRun, all).run();
    }

    /**
     * Removes ephemeral channels whose last participant was killed. Leaves alone what this process may not read or
     * remove.
     *
     * @throws RondoException if the directory cannot be read
     */
    public void removeAbandoned() {
        for (String name : directory.channels()) {
            try (NativeFile file = NativeFile.open(directory.segment(name), false)) {
                if (file != null) {
                    FileStatus status = file.status();
                    if (SegmentObserver.readIdentity(name, file, status).ephemeral()) {
                        removeIfUnused(name, status);
                    }
                }
            } catch (RondoException e) {
                // It is listed with what is wrong, and clean says it too.
            }
        }
    }

    /** Removes a segment, unless its name leads to another one by now; false if somebody uses it. */
    private boolean removeIfUnused(String name, FileStatus segment) {
        Path path = directory.segment(name);
        try (LockFile lock = LockFile.open(path)) {
            return lock != null && lock.status().isSameFile(segment) && removeLocked(lock, path);
        }
    }

    /** With the whole table locked nobody lives in it, and nobody can attach until the name is gone. */
    private static boolean removeLocked(LockFile lock, Path path) {
        if (!TableLock.lockTable(lock)) {
            return false;
        }
        if (lock.status().isSameFile(FileStatus.of(path))) {
            delete(path);
        }
        return true;
    }

    /** The processes that use a channel, for messages. */
    String participants(String name) {
        try (LockFile lock = LockFile.openForQuestions(directory.segment(name))) {
            String holder = lock == null ? null : TableLock.holder(lock);
            if (holder != null) {
                return holder;
            }
            String listed = listed(name);
            if (!listed.isEmpty()) {
                return listed;
            }
            return lock == null || lock.lockedByOther(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS) == null
                    ? "a participant that is just leaving"
                    : TableLock.pids(lock);
        }
    }

    /** The live participants that a segment names; empty if it cannot be read. */
    private String listed(String name) {
        try (SegmentObserver observer = observe(name)) {
            return observer.table().list().stream().filter(ParticipantInfo::alive)
                    .map(participant -> participant.role().word() + (participant.isDamaged()
                            ? " in damaged slot " + participant.slot()
                            : " pid " + participant.pid()))
                    .collect(Collectors.joining(", "));
        } catch (CorruptSegmentException e) {
            return "";
        }
    }

    private RondoException missing(String name) {
        return new RondoException("there is no channel " + name + " in " + directory.path() + ": see rondo ls");
    }
}
