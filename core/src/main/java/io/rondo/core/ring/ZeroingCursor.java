package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;

/** The consumer of a queue with many producers: zeroes what it read before producers may reuse it. */
public final class ZeroingCursor implements Cursor {
    private final Ring ring;
    private final long data;
    private final long read;
    private final long head;

    /**
     * Creates the cursor, and finishes the zeroing a dead predecessor left.
     *
     * @param ring the ring, writable
     * @throws CorruptSegmentException if something stands there that no consumer writes
     */
    public ZeroingCursor(Ring ring) {
        this.ring = ring;
        data = ring.data().address();
        read = ring.headerAddress(SegmentLayout.READ);
        head = ring.headerAddress(SegmentLayout.HEAD);
        long freed = ring.requirePosition(RawWords.getLongAcquire(head));
        long confirmed = confirmed();
        if (confirmed < freed || confirmed - freed > ring.capacity()) {
            throw new CorruptSegmentException("channel " + ring.name() + ": confirmed up to position " + confirmed
                    + ", but free up to " + freed + ": the segment was overwritten, remove the channel");
        }
        free(freed, confirmed);
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
        free(from, to);
    }

    private void free(long from, long to) {
        RawWords.zero(data + ring.offset(from), to - from);
        // [head] all before it is zero.
        RawWords.setLongRelease(head, to);
    }
}
