package io.rondo.core.segment;

/**
 * The part of a channel that is not confirmed.
 *
 * @param start the position up to which everything is confirmed
 * @param end the position of the next message
 */
public record UnconfirmedRange(long start, long end) {
    /** Returns its length in bytes. */
    public long bytes() {
        return end - start;
    }
}
