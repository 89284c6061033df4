package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.SegmentBuffer;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * Reads records that may be overwritten at any moment: copies each one out, and hands it on only if it still stood after that.
 * Confined to one thread.
 */
public final class CopyingReader implements Reader {
    private static final int FIRST_COPY_LENGTH = 4096;
    /** Progress is shown at least this often in a lap: a producer may be about to evict this reader. */
    private static final int CONFIRMS_PER_LAP = 4;

    private final Ring ring;
    private final MemorySegment data;
    private final Floor floor;
    private final Cursor cursor;
    private final SegmentBuffer view = new SegmentBuffer();
    private MemorySegment copy = MemorySegment.ofArray(new byte[FIRST_COPY_LENGTH]);
    private MemorySegment readOnlyCopy = copy.asReadOnly();
    private long position;
    private long messages;
    private long delivered;
    private boolean stopped;
    private volatile long lost;

    /**
     * Creates a reader.
     *
     * @param ring the ring
     * @param floor what may be overwritten
     * @param cursor where progress is shown
     * @param start where to begin, and the messages before it
     */
    public CopyingReader(Ring ring, Floor floor, Cursor cursor, Checkpoint start) {
        this.ring = ring;
        data = ring.data();
        this.floor = floor;
        this.cursor = cursor;
        position = ring.requirePosition(start.position());
        messages = start.messages();
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        long confirmed = position;
        long interval = ring.capacity() / CONFIRMS_PER_LAP;
        int count = 0;
        int padding = 0;
        try {
            long header;
            // No ring holds more than a lap of padding, whatever stands there.
            while (count < limit && padding < ring.capacity() && !stopped
                    && (header = standingHeader()) != RecordLayout.EMPTY) {
                int recordLength = ring.requireRecord(position, RecordLayout.length(header));
                if (RecordLayout.isPadding(header)) {
                    padding += recordLength;
                    position += recordLength;
                } else if (copyOut(RecordLayout.length(header) - RecordLayout.HEADER_LENGTH)) {
                    handler.onMessage(view, 0, view.capacity());
                    position += recordLength;
                    messages++;
                    count++;
                }
                if (position - confirmed >= interval) {
                    cursor.confirm(confirmed, position);
                    confirmed = position;
                }
            }
        } finally {
            delivered += count;
            if (position != confirmed) {
                cursor.confirm(confirmed, position);
            }
        }
        return count;
    }

    /** The committed header at the position, after moving on if that was overtaken; EMPTY if there is none yet. */
    private long standingHeader() {
        while (true) {
            // The end, where the floor knows one, comes first: what lies before it was zeroed before it was claimed.
            boolean beyond = position >= floor.end();
            // [commit]
            long header = Words.getLongAcquire(data, ring.offset(position));
            if (!overtaken()) {
                return beyond || RecordLayout.length(header) <= 0 ? RecordLayout.EMPTY : header;
            }
        }
    }

    private boolean copyOut(int messageLength) {
        if (messageLength > copy.byteSize()) {
            copy = MemorySegment.ofArray(new byte[Math.max(messageLength, 2 * (int) copy.byteSize())]);
            readOnlyCopy = copy.asReadOnly();
        }
        MemorySegment.copy(data, ring.offset(position) + RecordLayout.HEADER_LENGTH, copy, 0, messageLength);
        if (overtaken()) {
            return false;
        }
        view.wrap(readOnlyCopy, 0, messageLength);
        return true;
    }

    /** Moves on if what was just read at the position may have been overwritten. */
    private boolean overtaken() {
        // Orders what was read before the look at the floor.
        Words.loadLoadFence();
        if (floor.position() <= position) {
            return false;
        }
        Checkpoint next = floor.resume(new Checkpoint(position, messages));
        if (next.position() <= position) {
            throw new CorruptSegmentException("channel " + ring.name() + ": nothing after position " + position
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
