package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;

/** A queue's consumer: zeroes what it read before producers may reuse it. */
public final class QueueCursor implements Cursor {
    private final Ring ring;
    private final boolean zeroesLong;
    private final long data;
    private final long read;
    private final long head;
    /** Zero up to here, or known to be long: behind what was confirmed after an error in the midst of zeroing. */
    private long freed;

    private QueueCursor(Ring ring, boolean zeroesLong) {
        this.ring = ring;
        this.zeroesLong = zeroesLong;
        data = ring.data().address();
        read = ring.headerAddress(SegmentLayout.READ);
        head = ring.headerAddress(SegmentLayout.HEAD);
        freed = ring.requirePosition(RawWords.getLongAcquire(head));
        long confirmed = confirmed();
        if (confirmed < freed || confirmed - freed > ring.capacity()) {
            throw new CorruptSegmentException("channel " + ring.name() + ": confirmed up to position " + confirmed
                    + ", but free up to " + freed + ": the segment was overwritten, remove the channel");
        }
        free(confirmed);
    }

    /**
     * Of a queue with a single producer, which knows where long records were. Finishes the zeroing a dead predecessor
     * left.
     *
     * @param ring the ring, writable
     * @return the cursor
     * @throws CorruptSegmentException if something stands there that no consumer writes
     */
    public static QueueCursor ofSingleProducer(Ring ring) {
        return new QueueCursor(ring, false);
    }

    /**
     * Of a queue with many producers. Finishes the zeroing a dead predecessor left.
     *
     * @param ring the ring, writable
     * @return the cursor
     * @throws CorruptSegmentException if something stands there that no consumer writes
     */
    public static QueueCursor ofManyProducers(Ring ring) {
        return new QueueCursor(ring, true);
    }

    /**
     * Where a new consumer begins.
     *
     * @return what its predecessor confirmed
     */
    public long confirmed() {
        return ring.requirePosition(RawWords.getLongAcquire(read));
    }

    @Override
    public void confirm(long from, long to) {
        // [read] confirmed before it is zeroed: a successor starts here, and zeroes what lies between head and this.
        RawWords.setLongRelease(read, to);
        // Orders the confirmation before the zeroing.
        Words.storeStoreFence();
        if (!zeroesLong && freed == from) {
            skipLong(to);
        }
        free(to);
    }

    /**
     * The producer knows where long records were, and expects them to stay. Withdrawn messages, which are padding, may
     * be among the records of a batch, so shorter ones may follow.
     */
    private void skipLong(long to) {
        long header = headerAt(freed);
        while (RecordLayout.isLong(header)) {
            freed = Math.min(to, freed + RecordLayout.align(RecordLayout.length(header)));
            header = freed < to ? headerAt(freed) : RecordLayout.EMPTY;
        }
    }

    private long headerAt(long position) {
        return RawWords.getLongAcquire(data + ring.offset(position));
    }

    private void free(long to) {
        RawWords.zero(data + ring.offset(freed), to - freed);
        // [head] all before it was read, and is zero or known to be long.
        RawWords.setLongRelease(head, to);
        freed = to;
    }
}
