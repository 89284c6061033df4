package io.rondo.core.ring.scan;

import io.rondo.core.ring.Checkpoint;

/**
 * The position below which records have been overwritten, or may be at any moment: for readers that no producer waits
 * for.
 */
public interface LowWatermark {
    /**
     * Returns the low watermark. A reader that copies a record, and then finds the low watermark at or below the
     * record's position, has copied what the producer wrote.
     *
     * @return the position; records below it are unreliable
     */
    long position();

    /**
     * Returns a position from which on headers have no meaning.
     *
     * @return the end of the ring; {@link Long#MAX_VALUE} if the header at the end marks it
     */
    default long end() {
        return Long.MAX_VALUE;
    }

    /**
     * Returns where a lapped reader continues.
     *
     * @param from the reader's position, and the messages before it
     * @return a record boundary, and the messages before it
     */
    Checkpoint resume(Checkpoint from);
}
