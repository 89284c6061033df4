package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.writer.MultiProducerWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates one segment: writes it completely under a temporary name, then links it to its name, so that no process sees an
 * incomplete segment. Used once, by one thread.
 */
final class SegmentCreator {
    private static final int DEFAULT_MODE = 0600;
    private static final int ATTEMPTS = 5;
    private static final int CROWDED_ATTEMPTS = 100;
    private static final long MAX_PAUSE_NANOS = 20_000_000L;

    private final ChannelStore store;
    private final ChannelDirectory directory;
    private final Role role;
    private final SegmentSpec spec;
    private final SegmentLinker linker;
    private int attempts;

    SegmentCreator(ChannelStore store, Role role, SegmentSpec spec, SegmentLinker linker) {
        this.store = store;
        directory = store.directory();
        this.role = role;
        this.spec = spec;
        this.linker = linker;
    }

    /**
     * Creates the segment and attaches. Of several processes that create a channel at the same moment, each allocates a whole
     * segment, and one wins. Where the file system has no room for all of them, each process that fails frees its file, pauses
     * and looks again. It gives up after a few attempts, or more while it sees the files of others.
     *
     * @return the participant; null if the caller must look for a segment again
     * @throws SegmentException {@code NO_SPACE} if the room does not suffice
     */
    Participant tryCreate(String name) {
        attempts++;
        if (attempts == 1) {
            // Not on later attempts: creators that retry must not remove each other's files again and again.
            new ChannelCleaner(store, false, false).sweep(name);
        }
        try {
            return create(name);
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.NO_SPACE);
            int most = directory.unfinished(name).isEmpty() ? ATTEMPTS : CROWDED_ATTEMPTS;
            if (attempts >= most) {
                throw e;
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
            return null;
        }
    }

    private Participant create(String name) {
        Identity identity = Identity.of(name, SegmentSpace.of(directory).complete(spec));
        Path temporary = directory.temporary(name);
        int mode = spec.fileMode() == null ? DEFAULT_MODE : spec.fileMode();
        NativeFile file = NativeFile.create(temporary, mode);
        if (file == null) {
            throw directory.unusable();
        }
        try (file; LockFile creation = lockUnfinished(temporary, file)) {
            return creation == null ? null : fillAndLink(file, identity);
        } finally {
            delete(temporary);
        }
    }

    /** Takes the lock that keeps cleaners from removing the temporary file; null if a cleaner was faster. */
    private static LockFile lockUnfinished(Path temporary, NativeFile file) {
        LockFile lock = LockFile.open(temporary);
        boolean locked = false;
        try {
            // A cleaner removes the file while it holds the lock, so the name is compared after the lock is taken.
            locked = lock != null && lock.tryLock(SegmentLayout.CREATION_LOCK, 1)
                    && file.status().isSameFile(FileStatus.of(temporary));
            return locked ? lock : null;
        } finally {
            if (lock != null && !locked) {
                lock.close();
            }
        }
    }

    private Participant fillAndLink(NativeFile file, Identity identity) {
        initialise(file, identity);
        Participant participant = store.enter(identity, file, role);
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
        long length = SegmentSpace.length(identity);
        SegmentSpace.of(directory).require("channel " + identity.name(), length);
        try {
            file.allocate(length);
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.NO_SPACE);
            // The space that was allocated before the failure is free again only when the file is deleted.
            throw SegmentSpace.of(directory).exceeded("channel " + identity.name(), length);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = Mapping.map(file.fd(), 0, identity.headerLength(), true,
                    arena);
            Checkpoints.initialise(header);
            MultiProducerWriter.initialise(header, identity.slots());
            identity.write(header);
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
                throw new SegmentException(Reason.NO_SPACE, "cannot link " + path + " into place: " + IoReason.of(e)
                        + ": remove channels (rondo ls, rondo rm), or give the file system more inodes");
            }
            throw new SegmentException(Reason.FAILED, "cannot link " + path + " into place: " + IoReason.of(e)
                    + ": use a directory on a local file system", e);
        }
    }

    /** Deletes a file if it exists. */
    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new SegmentException(Reason.FAILED, "cannot remove " + path + ": " + IoReason.of(e)
                    + ": check the permissions of its directory", e);
        }
    }
}
