package io.rondo.core.os;

/**
 * A range of a file that a lock covers.
 *
 * @param start first byte
 * @param length bytes, from 1; {@link #TO_THE_END} if the lock has no end
 */
public record LockedRange(long start, long length) {
    /** Length of a lock that covers all bytes from its start, also those beyond the end of the file. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    /** Returns whether the lock covers a single byte, as a participant's does. */
    public boolean isOneByte() {
        return length == 1;
    }

    /** Returns the last byte; {@link Long#MAX_VALUE} for a lock without an end. */
    long last() {
        return length == TO_THE_END || length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length - 1;
    }

    /** Returns whether both have a byte in common. */
    boolean overlaps(LockedRange other) {
        return start <= other.last() && other.start <= last();
    }

    /** Returns a description such as {@code byte 5}, {@code bytes 5 to 9} or {@code byte 0 to the end}. */
    @Override
    public String toString() {
        if (length == 1) {
            return "byte " + start;
        }
        // The JDK's lock "to the end" ends one byte before the largest offset unless it begins at byte 0.
        return last() >= Long.MAX_VALUE - 1 ? "byte " + start + " to the end" : "bytes " + start + " to " + last();
    }
}
