package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;

/** Walks a topic to its true tail, which its newest checkpoint only approximates; a queue's consumer zeroes what would be walked over. */
final class Scan {
    private Scan() {}

    /**
     * Follows committed records to the first header that says nothing is here. The caller makes sure that nobody overwrites
     * what lies between: it is the only producer, or gates it.
     *
     * @param ring the ring
     * @param from a record boundary and the messages before it
     * @return the end, and the messages before it
     */
    static Checkpoint toTail(Ring ring, Checkpoint from) {
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
