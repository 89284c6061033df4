package io.rondo.core.ring.scan;

/**
 * The unread part of a queue.
 *
 * @param start the position that the consumer had confirmed at some moment during the scan
 * @param end the end of the queue at some moment during the scan; not before the start
 * @param messages committed messages in the range, without those behind a claim of unknown length
 */
public record UnreadRange(long start, long end, long messages) {
    /** Returns the length of the range in bytes, record headers included. */
    public long bytes() {
        return end - start;
    }
}
