package io.rondo.core.ring;

/** Where a consumer is, as the others see it. */
@FunctionalInterface
public interface Cursor {
    /** Of one who only looks. */
    Cursor UNSEEN = (from, to) -> {};

    /**
     * Confirms everything up to a position, and lets producers reuse it.
     *
     * @param from what was confirmed before
     * @param to a record boundary; between the two, either all messages are long or none
     * ({@link io.rondo.core.layout.RecordLayout#LONG})
     */
    void confirm(long from, long to);
}
