package io.rondo.core.ring.scan;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Ring;

/** Finds the exact tail of a topic, which its newest checkpoint only approximates. */
public final class TailScanner {
    private TailScanner() {}

    /**
     * Follows committed records to the first empty header. The caller ensures that no producer overwrites the range: it
     * is the only producer, or the producer waits for it.
     *
     * @param ring the ring
     * @param from a record boundary, and the messages before it
     * @return the tail, and the messages before it
     */
    public static Checkpoint findTail(Ring ring, Checkpoint from) {
        long position = ring.requirePosition(from.position());
        long messages = from.messages();
        long end = position + ring.capacity();
        while (position < end) {
            // [commit]
            long header = Words.getLongAcquire(ring.data(), ring.offset(position));
            int length = RecordLayout.length(header);
            if (length == 0) {
                break;
            }
            position += ring.requireRecord(position, length);
            messages++;
        }
        return new Checkpoint(position, messages);
    }
}
