package io.rondo.core.ring;

/**
 * The unread part of a queue.
 *
 * @param start up to where the consumer had confirmed at some moment of the look
 * @param end where the queue ended at some moment of the look; not before start
 * @param messages committed messages between them, without those behind a claim whose length nobody knows yet
 */
public record Backlog(long start, long end, long messages) {
    /**
     * How much of the capacity is taken.
     *
     * @return bytes, record headers included
     */
    public long bytes() {
        return end - start;
    }
}
