package io.rondo.core.ring.reader;

/** A consumer's position in shared memory. */
@FunctionalInterface
public interface ConsumerPosition {
    /** For observers, which confirm nothing. */
    ConsumerPosition UNTRACKED = (from, to) -> {};

    /**
     * Confirms all records up to a position, and lets producers reuse their space.
     *
     * @param from the position confirmed before
     * @param to a record boundary; between the two, either all records are long or none is ({@link
     * io.rondo.core.layout.RecordLayout#LONG})
     */
    void confirm(long from, long to);
}
