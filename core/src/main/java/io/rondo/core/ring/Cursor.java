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
     * @param to a record boundary
     */
    void confirm(long from, long to);

    /**
     * Confirms long records ({@link io.rondo.core.layout.RecordLayout#LONG}) and no others.
     *
     * @param from what was confirmed before
     * @param to a record boundary
     */
    default void confirmLong(long from, long to) {
        confirm(from, to);
    }
}
