package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.LowWatermark;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Reads records that may be overwritten at any moment: copies each record, and delivers the copy only if the record was
 * not overwritten until after the copy. Confined to one thread.
 */
public final class CopyingReader implements RingReader {
    private static final int FIRST_COPY_LENGTH = 4096;
    /** Progress is published at least this often in a lap: a producer may be about to evict this reader. */
    private static final int CONFIRMS_PER_LAP = 4;

    private final Ring ring;
    private final MemorySegment data;
    private final LowWatermark lowWatermark;
    private final ConsumerPosition consumerPosition;
    private final SegmentBuffer view = new SegmentBuffer();
    private MemorySegment copy;
    private MemorySegment readOnlyCopy;
    private long position;
    private long messages;
    private long delivered;
    private boolean stopped;
    private volatile long lost;

    /**
     * Creates a reader.
     *
     * @param ring the ring
     * @param lowWatermark tells what may have been overwritten
     * @param consumerPosition where progress is published
     * @param start the position to begin at, and the number of messages before it
     */
    public CopyingReader(Ring ring, LowWatermark lowWatermark, ConsumerPosition consumerPosition, Checkpoint start) {
        this.ring = ring;
        data = ring.data();
        this.lowWatermark = lowWatermark;
        this.consumerPosition = consumerPosition;
        position = ring.requirePosition(start.position());
        messages = start.messages();
        makeCopy(FIRST_COPY_LENGTH);
    }

    /** Native memory, as the ring is: a handler may need the address of a message. */
    private void makeCopy(int length) {
        copy = Arena.ofAuto().allocate(length, Long.BYTES);
        readOnlyCopy = copy.asReadOnly();
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        long confirmed = position;
        long interval = ring.capacity() / CONFIRMS_PER_LAP;
        int count = 0;
        int padding = 0;
        boolean commits = false;
        try {
            long header;
            // No ring holds more than a lap of padding; an overwritten one may seem to.
            while (count < limit && padding < ring.capacity() && !stopped
                    && (header = standingHeader()) != RecordLayout.EMPTY) {
                int recordLength = ring.requireRecord(position, RecordLayout.length(header));
                if (RecordLayout.isPadding(header)) {
                    padding += recordLength;
                    position += recordLength;
                } else if (copyOut(RecordLayout.length(header) - RecordLayout.HEADER_LENGTH)) {
                    Action action = Objects.requireNonNull(handler.onRecord(view, 0, view.capacity()), "action");
                    if (action == Action.ABORT) {
                        break;
                    }
                    position += recordLength;
                    messages++;
                    count++;
                    if (action == Action.BREAK) {
                        break;
                    }
                    commits = action == Action.COMMIT;
                }
                if (commits || position - confirmed >= interval) {
                    commits = false;
                    consumerPosition.confirm(confirmed, position);
                    confirmed = position;
                }
            }
        } finally {
            delivered += count;
            if (position != confirmed) {
                consumerPosition.confirm(confirmed, position);
            }
        }
        return count;
    }

    /**
     * Returns the committed header at the position, which moves on first if it was overwritten; EMPTY if there is none
     * yet.
     */
    private long standingHeader() {
        while (true) {
            // The end is read first: everything before it was zero before it was claimed.
            boolean beyond = position >= lowWatermark.end();
            // [commit]
            long header = ring.headerAt(position);
            if (!lapped()) {
                return beyond || RecordLayout.length(header) <= 0 ? RecordLayout.EMPTY : header;
            }
        }
    }

    private boolean copyOut(int messageLength) {
        if (messageLength > copy.byteSize()) {
            makeCopy(Math.max(messageLength, 2 * (int) copy.byteSize()));
        }
        MemorySegment.copy(data, ring.offset(position) + RecordLayout.HEADER_LENGTH, copy, 0, messageLength);
        if (lapped()) {
            return false;
        }
        view.wrap(readOnlyCopy, 0, messageLength);
        return true;
    }

    /** Moves on, and returns true, if the record at the position may have been overwritten before now. */
    private boolean lapped() {
        // Orders the reads of the record before the read of the floor.
        Words.loadLoadFence();
        if (lowWatermark.position() <= position) {
            return false;
        }
        Checkpoint next = lowWatermark.resume(new Checkpoint(position, messages));
        if (next.position() <= position) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": nothing after position " + position
                    + " can be read: the segment was overwritten, remove the channel");
        }
        lost = lost + next.messages() - messages;
        position = ring.requirePosition(next.position());
        messages = next.messages();
        return true;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean holds() {
        return standingHeader() != RecordLayout.EMPTY;
    }

    @Override
    public long lost() {
        return lost;
    }
}
