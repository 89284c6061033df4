package io.rondo.perf.worker;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages with the intended send time ({@link System#nanoTime()}, which on Linux is the clock CLOCK_MONOTONIC and thus
 * the same in all processes of a host) in their first word, and their number in the second.
 */
interface TimedMessages {
    /** Time and number. */
    int HEADER = 2 * Long.BYTES;

    /** Length of message {@code n} in bytes. */
    int length(long n);

    /**
     * Writes every byte of message {@code n}, which may be {@link Payload#END}.
     *
     * @param time intended send time
     */
    void write(MutableDirectBuffer buffer, int offset, long n, long time);

    /**
     * Reads every byte but the time and checks that this is message {@code n}, whole.
     *
     * @throws IllegalStateException if it is not
     */
    void verify(DirectBuffer buffer, int offset, int size, long n);

    /** The intended send time of a message. */
    static long time(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset);
    }

    /** The number in a message, which may be wrong. */
    static long number(DirectBuffer buffer, int offset) {
        return Payload.number(buffer, offset + Long.BYTES);
    }
}
