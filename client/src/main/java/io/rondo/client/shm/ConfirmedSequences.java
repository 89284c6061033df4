package io.rondo.client.shm;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Maps the position that the consumer of a queue has freed to the last sequence of one publisher before it. Keeps the
 * end of each record that the ring can hold, in a ring: an entry is overwritten only when its record was freed. So the
 * memory is an eighth of the capacity, and three eighths with gaps. {@link #add} is for the publisher's thread and does
 * not allocate; {@link #confirmed()} is thread-safe.
 */
public final class ConfirmedSequences {
    private final long readAddress;
    private final long before;
    private final int mask;
    private final AtomicLongArray ends;
    /**
     * Null if the sequences follow each other without gaps. Twice as long as the ends, so that the sequence of the last
     * freed record stays while the ring is full of later ones.
     */
    private final AtomicLongArray sequences;
    private final AtomicLong published = new AtomicLong();
    /** A lower bound of the number of confirmed records. */
    private final AtomicLong confirmed = new AtomicLong();

    /**
     * Creates the map of a new publisher.
     *
     * @param ring the queue; the caller keeps it reachable
     * @param before the last confirmed sequence before the first in this ring
     * @param gaps whether sequences may have gaps
     */
    public ConfirmedSequences(Ring ring, long before, boolean gaps) {
        readAddress = ring.headerAddress(SegmentLayout.READ);
        this.before = before;
        int records = ring.capacity() / RecordLayout.ALIGNMENT;
        mask = records - 1;
        ends = new AtomicLongArray(records);
        sequences = gaps ? new AtomicLongArray(2 * records) : null;
    }

    /**
     * Adds a record that was published.
     *
     * @param sequence of its message
     * @param end position behind the record
     */
    public void add(long sequence, long end) {
        long count = published.getPlain();
        // With many producers, the CAS of the record's claim orders the count of the record before it before these
        // stores. With one producer there are no gaps, and an end that is visible too early counts as not freed.
        ends.setOpaque((int) count & mask, end);
        if (sequences != null) {
            sequences.setOpaque(entry(count), sequence);
        }
        // [published] The entry is complete.
        published.setRelease(count + 1);
    }

    private int entry(long index) {
        return (int) index & sequences.length() - 1;
    }

    /** Returns the last sequence with a freed record; after the publisher was detached, the last one known. */
    public long confirmed() {
        while (true) {
            // [read] Zero after the memory was retired.
            long read = RawWords.getLongAcquire(readAddress);
            // [published] Loaded after the freed position: an entry that is overwritten from now on has a later end.
            long count = published.getAcquire();
            long done = Math.max(confirmed.getAcquire(), count - ends.length());
            while (done < count && ends.getOpaque((int) done & mask) <= read) {
                done++;
            }
            raise(done);
            if (sequences == null || done == 0) {
                return before + done;
            }
            long sequence = sequences.getOpaque(entry(done - 1));
            // Orders the load of the sequence before the second load of the count.
            Words.loadLoadFence();
            // [published] The record that takes this entry next is not being added yet.
            if (published.getAcquire() - done < sequences.length() - 1) {
                return sequence;
            }
        }
    }

    private void raise(long count) {
        long known = confirmed.get();
        while (known < count && !confirmed.compareAndSet(known, count)) {
            known = confirmed.get();
        }
    }
}
