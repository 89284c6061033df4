package io.rondo.core.segment;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.memory.Mapping;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.Backlog;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.CopyingReader;
import io.rondo.core.ring.Cursor;
import io.rondo.core.ring.QueueFloor;
import io.rondo.core.ring.Reader;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.Survey;
import io.rondo.core.ring.TopicFloor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A channel seen by one who takes no part: everything is mapped read-only and no slot is held. */
public final class SegmentObserver implements AutoCloseable {
    private final Identity identity;
    private final Path path;
    private final LockFile questions;
    private final Arena arena = Arena.ofShared();
    private final Ring ring;
    private final ParticipantTable table;

    private SegmentObserver(Identity identity, NativeFile file, LockFile questions) {
        this.identity = identity;
        path = file.path();
        this.questions = questions;
        try {
            MemorySegment header = Mapping.map(file.fd(), 0, SegmentLayout.DATA, false, arena);
            MemorySegment data = Mapping.mapMirrored(file.fd(), SegmentLayout.DATA, identity.capacity(), false, arena);
            ring = new Ring(identity.name(), header, data, identity.capacity(), identity.maxMessageLength());
        } catch (RuntimeException | Error e) {
            arena.close();
            questions.close();
            throw e;
        }
        table = new ParticipantTable(ring.header(), questions, identity.kind());
    }

    /** Opens a channel; null if there is none. */
    static SegmentObserver open(String name, Path path) {
        while (true) {
            try (NativeFile file = NativeFile.open(path, false)) {
                if (file == null) {
                    return null;
                }
                FileStatus status = file.status();
                Identity identity = readIdentity(name, file, status);
                LockFile questions = LockFile.openForQuestions(path);
                if (questions == null) {
                    return null;
                }
                if (questions.status().isSameFile(status)) {
                    return new SegmentObserver(identity, file, questions);
                }
                // Removed and created anew meanwhile.
                questions.close();
            }
        }
    }

    /** Reads the identity of a file that may be anything. */
    static Identity readIdentity(String name, NativeFile file, FileStatus status) {
        if (status.isDirectory()) {
            // Opened for reading, it is no error to the kernel.
            throw new CorruptSegmentException("the file of channel " + name + ", " + file.path()
                    + ", is in truth a directory: move it out of the way, or use another name");
        }
        if (!status.isRegular()) {
            throw Identity.corrupt(name, "is no regular file");
        }
        // A mapping beyond the end of the file would raise SIGBUS.
        if (status.length() < SegmentLayout.fileLength(SegmentSpec.MIN_CAPACITY)) {
            throw Identity.corrupt(name, "is no segment or was truncated: it has " + status.length() + " bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = Mapping.map(file.fd(), 0, SegmentLayout.IDENTITY_LENGTH, false, arena);
            return Identity.read(page, name, status.length());
        }
    }

    /**
     * What the channel is.
     *
     * @return its identity
     */
    public Identity identity() {
        return identity;
    }

    /**
     * The memory, read-only.
     *
     * @return the ring
     */
    public Ring ring() {
        return ring;
    }

    /**
     * Who takes part.
     *
     * @return the table
     */
    public ParticipantTable table() {
        return table;
    }

    /**
     * Reads without consuming: a queue's unread messages, or a topic from now on.
     *
     * @return a reader that copies each message and hands on only what still stood after that
     */
    public Reader newReader() {
        if (identity.kind().isTopic()) {
            return new CopyingReader(ring, new TopicFloor(ring), Cursor.UNSEEN, end());
        }
        QueueFloor floor = queueFloor();
        return new CopyingReader(ring, floor, Cursor.UNSEEN, new Checkpoint(floor.position(), 0));
    }

    /**
     * Where a single-producer ring ends, which nothing in its header says exactly.
     *
     * @return the end at some moment during this call; for a topic, with the messages before it
     * @throws CorruptSegmentException if something is there that no producer writes
     */
    public Checkpoint end() {
        return Survey.end(ring, identity.kind().isTopic() ? new TopicFloor(ring) : queueFloor());
    }

    /**
     * What a queue's consumer has not confirmed.
     *
     * @return the unread part; meaningless for a topic
     * @throws CorruptSegmentException if something is there that no producer writes
     */
    public Backlog backlog() {
        return Survey.unread(ring, identity.kind());
    }

    /** Whether a queue that nobody uses holds messages, also behind claims whose length died with their producers. */
    boolean holdsMessage(Backlog backlog) {
        return Survey.holdsMessage(ring, backlog);
    }

    /**
     * Whether the channel's name still leads here.
     *
     * @return false once the channel was removed, also if there is another of that name
     */
    public boolean isCurrent() {
        return questions.status().isSameFile(FileStatus.of(path));
    }

    private QueueFloor queueFloor() {
        return identity.kind() == RingKind.MPSC
                ? QueueFloor.ofManyProducers(ring)
                : QueueFloor.ofSingleProducer(ring);
    }

    /**
     * Up to where a queue's consumer confirmed.
     *
     * @return a position; meaningless for a topic
     */
    public long confirmed() {
        return queueFloor().position();
    }

    /** Ends all access through this observer. Callable more than once. */
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            questions.close();
        }
    }
}
