package io.rondo.core.ring;

/** What has been overwritten or may be at any moment, for readers that no producer waits for. */
public interface Floor {
    /**
     * Where it lies now. A reader that copied a record and then finds the floor at or before the record's position has copied
     * what the producer wrote.
     *
     * @return nothing before this position can be relied on
     */
    long position();

    /**
     * Where the ring surely ends: a header from here on means nothing.
     *
     * @return a position; the largest number where the header at the end says that nothing is there
     */
    default long end() {
        return Long.MAX_VALUE;
    }

    /**
     * Where a reader goes on that was overtaken.
     *
     * @param from where it was, and the messages before that
     * @return a record boundary, and the messages before it
     */
    Checkpoint resume(Checkpoint from);
}
