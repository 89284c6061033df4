package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;

/** The position of a queue's consumer, which zeroes confirmed records before producers may reuse their space. */
public final class QueueConsumerPosition implements ConsumerPosition {
    private final Ring ring;
    private final boolean zeroesLong;
    private final long data;
    private final long mask;
    private final long read;
    private final long head;
    /**
     * Everything before this position is zero, or a long record. It is behind the confirmed position after an error
     * during zeroing.
     */
    private long freed;

    private QueueConsumerPosition(Ring ring, boolean zeroesLong) {
        this.ring = ring;
        this.zeroesLong = zeroesLong;
        data = ring.data().address();
        mask = ring.capacity() - 1;
        read = ring.headerAddress(SegmentLayout.READ);
        head = ring.headerAddress(SegmentLayout.HEAD);
        freed = ring.requirePosition(RawWords.getLongAcquire(head));
        long confirmed = confirmed();
        if (confirmed < freed || confirmed - freed > ring.capacity()) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + ring.name() + ": confirmed up to position " + confirmed
                            + ", but free up to " + freed + ": the segment was overwritten, remove the channel");
        }
        free(confirmed);
    }

    /**
     * Creates the position of a single-producer queue's consumer. The producer knows the positions of long records.
     * Finishes the zeroing of a dead predecessor.
     *
     * @param ring the ring, writable
     * @return the position
     * @throws SegmentException {@code CORRUPT} if the header holds what no consumer writes
     */
    public static QueueConsumerPosition ofSingleProducer(Ring ring) {
        return new QueueConsumerPosition(ring, false);
    }

    /**
     * Creates the position of a many-producer queue's consumer. Finishes the zeroing of a dead predecessor.
     *
     * @param ring the ring, writable
     * @return the position
     * @throws SegmentException {@code CORRUPT} if the header holds what no consumer writes
     */
    public static QueueConsumerPosition ofManyProducers(Ring ring) {
        return new QueueConsumerPosition(ring, true);
    }

    /** Returns the confirmed position, where a new consumer begins. */
    public long confirmed() {
        return ring.requirePosition(RawWords.getLongAcquire(read));
    }

    @Override
    public void confirm(long from, long to) {
        // [read] Confirmed before it is zeroed: a successor starts here, and zeroes what lies between the head and
        // this.
        RawWords.setLongRelease(read, to);
        // Orders the confirmation before the zeroing.
        Words.storeStoreFence();
        if (to - from >= RecordLayout.LONG && !zeroesLong && freed == from) {
            skipLong(to);
        }
        free(to);
    }

    /**
     * Skips long records: the producer knows their positions and expects them to stay. Withdrawn messages, which are
     * padding, may be among the records of a batch, so shorter records may follow.
     */
    private void skipLong(long to) {
        long header = headerAt(freed);
        while (RecordLayout.isLong(header)) {
            freed = Math.min(to, freed + RecordLayout.align(RecordLayout.length(header)));
            header = freed < to ? headerAt(freed) : RecordLayout.EMPTY;
        }
    }

    private long headerAt(long position) {
        return RawWords.getLongAcquire(data + (position & mask));
    }

    private void free(long to) {
        RawWords.zero(data + (freed & mask), to - freed);
        // [head] Everything before it was read, and is zero or a long record.
        RawWords.setLongRelease(head, to);
        freed = to;
    }
}
