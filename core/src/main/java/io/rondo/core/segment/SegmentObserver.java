package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.ConsumerPosition;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.scan.WorkCounts;
import io.rondo.core.ring.scan.WorkScanner;
import io.rondo.core.segment.lock.TableLock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** A read-only view of a channel that takes no slot. */
public final class SegmentObserver implements AutoCloseable {
    private final Identity identity;
    private final Path path;
    private final LockFile lockQueries;
    private final Arena arena = Arena.ofShared();
    private final Ring ring;
    private final ParticipantTable table;

    private SegmentObserver(Identity identity, NativeFile file, LockFile lockQueries) {
        this.identity = identity;
        path = file.path();
        this.lockQueries = lockQueries;
        try {
            int headerLength = identity.headerLength();
            MemorySegment header = Mapping.map(file.fd(), 0, headerLength, false, arena);
            MemorySegment data = Mapping.mapMirrored(file.fd(), headerLength, identity.capacity(), false, arena);
            ring = new Ring(identity.name(), identity.kind(), header, data, identity.capacity(),
                    identity.maxMessageLength(),
                    identity.slots());
        } catch (RuntimeException | Error e) {
            arena.close();
            lockQueries.close();
            throw e;
        }
        table = new ParticipantTable(ring.header(), lockQueries, identity);
    }

    /** Opens a channel; returns null if there is none. */
    static SegmentObserver open(String name, Path path) {
        while (true) {
            try (NativeFile file = NativeFile.open(path, false)) {
                if (file == null) {
                    return null;
                }
                FileStatus status = file.status();
                Identity identity = readIdentity(name, file, status);
                LockFile lockQueries = LockFile.openForQueries(path);
                if (lockQueries == null) {
                    return null;
                }
                if (lockQueries.status().isSameFile(status)) {
                    return new SegmentObserver(identity, file, lockQueries);
                }
                // It was removed and created again meanwhile.
                lockQueries.close();
            }
        }
    }

    /** Reads the identity of a file with any content. */
    static Identity readIdentity(String name, NativeFile file, FileStatus status) {
        if (status.isDirectory()) {
            // The kernel opens such a file for reading without an error.
            throw new SegmentException(Reason.CORRUPT, "the file of channel " + name + ", " + file.path()
                    + ", is a directory: move it out of the way, or use another name");
        }
        if (!status.isRegular()) {
            throw Identity.corrupt(name, "is no regular file");
        }
        // A mapping beyond the end of the file would raise SIGBUS.
        if (status.length() < SegmentLayout.fileLength(RingKind.SPSC, SegmentSpec.MIN_CAPACITY, SlotLayout.MIN_SLOTS)) {
            throw Identity.corrupt(name, "is no segment or was truncated: it has " + status.length() + " bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = Mapping.map(file.fd(), 0, SegmentLayout.IDENTITY_LENGTH, false, arena);
            return Identity.read(page, name, status.length());
        }
    }

    /** Returns the properties of the channel. */
    public Identity identity() {
        return identity;
    }

    /** Returns the ring, read-only. */
    public Ring ring() {
        return ring;
    }

    /** Returns the table of participants. */
    public ParticipantTable table() {
        return table;
    }

    /**
     * Creates a reader that does not consume: of a queue's unread messages, or of a topic's new messages. It copies
     * each message, and delivers the copy only if the message was still intact after that.
     */
    public RingReader newReader() {
        if (identity.kind().isTopic()) {
            return new CopyingReader(ring, new TopicLowWatermark(ring), ConsumerPosition.UNTRACKED, end());
        }
        QueueLowWatermark lowWatermark = queueLowWatermark();
        return new CopyingReader(ring, lowWatermark, ConsumerPosition.UNTRACKED,
                new Checkpoint(lowWatermark.position(), 0));
    }

    /**
     * Finds the end of a single-producer ring, which its header only approximates.
     *
     * @return the end at some moment during this call; for a topic, with the messages before it
     * @throws SegmentException {@code CORRUPT} if the ring holds what no producer writes
     */
    public Checkpoint end() {
        return RingScanner.end(ring, identity.kind().isTopic() ? new TopicLowWatermark(ring) : queueLowWatermark());
    }

    /**
     * Returns the range that a queue's consumer has not confirmed, or of a work queue the range that is not free.
     *
     * @return the unread range; no meaning for a topic
     * @throws SegmentException {@code CORRUPT} if the ring holds what no producer writes
     */
    public UnreadRange backlog() {
        return RingScanner.unread(ring, identity.kind());
    }

    /**
     * Counts the messages of a work queue by their state.
     *
     * @return the counts; no meaning for other channels
     * @throws SegmentException {@code CORRUPT} if the ring holds what no participant writes
     */
    public WorkCounts workCounts() {
        return WorkScanner.count(ring);
    }

    /** Returns whether a queue without participants holds messages, also behind claims of dead producers. */
    boolean holdsMessage(UnreadRange backlog) {
        return RingScanner.holdsMessage(ring, backlog);
    }

    /** Returns whether the channel's name still leads to this segment; false also if another segment has its name. */
    public boolean isCurrent() {
        return lockQueries.status().isSameFile(FileStatus.of(path));
    }

    /**
     * A process that has locked more than a participant's byte of the channel's file. No participant can attach until
     * it releases the lock.
     *
     * @return the process and what it does, in words; null if there is none
     */
    public String lockHolder() {
        return TableLock.holder(lockQueries);
    }

    private QueueLowWatermark queueLowWatermark() {
        return identity.kind().hasManyProducers()
                ? QueueLowWatermark.ofManyProducers(ring)
                : QueueLowWatermark.ofSingleProducer(ring);
    }

    /**
     * Returns the position that a queue's consumer has confirmed, or of a work queue the position up to which all messages
     * are acknowledged; no meaning for a topic.
     */
    public long confirmed() {
        return queueLowWatermark().position();
    }

    /**
     * Returns the bytes that are not confirmed by a queue's consumer, or by a topic's slowest live one that was not evicted.
     * Unlike {@link #backlog()} it does not walk through the messages of a queue with many producers.
     *
     * @param participants a list of them that was taken before; no meaning for a queue
     * @return bytes, record headers and open claims included
     * @throws SegmentException {@code CORRUPT} if the ring holds what no producer writes
     */
    public UnconfirmedRange unconfirmed(List<ParticipantInfo> participants) {
        long start;
        long end;
        if (identity.kind().isTopic()) {
            end = end().position();
            start = participants.stream().filter(info -> info.role() == Role.CONSUMER && info.alive()
                    && !info.isEvicted() && !info.isDamaged()).mapToLong(ParticipantInfo::position).min().orElse(end);
        } else {
            start = ring.requirePosition(confirmed());
            end = identity.kind().hasManyProducers()
                    ? QueueLowWatermark.ofManyProducers(ring).end()
                    : end().position();
        }
        return new UnconfirmedRange(Math.min(start, end), end);
    }

    /** Ends all access through this observer. Idempotent. */
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            lockQueries.close();
        }
    }
}
