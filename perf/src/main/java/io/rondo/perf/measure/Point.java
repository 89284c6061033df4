package io.rondo.perf.measure;

/**
 * One measurement, the same for all competitors.
 *
 * @param pattern how messages flow
 * @param length message length in bytes, a multiple of 8 up to {@link #MAX_LENGTH}; 0 for patterns without a length
 * @param producers sending processes
 * @param consumers receiving processes
 * @param rate intended messages per second; 0 is as fast as possible
 * @param channels number of channels at the same time
 * @param copy whether messages are copied from the sender's memory instead of being written in place
 * @param capacity bytes of each competitor's memory; 0 unless the pattern compares capacities
 */
public record Point(Pattern pattern, int length, int producers, int consumers, long rate, int channels, boolean copy,
        int capacity) {
    /** The largest number of processes of a side; a producer's number has 7 bits. */
    public static final int MAX_PROCESSES = 127;

    /** The longest message in bytes: an eighth of Aeron's terms, and longer than in any bar. */
    public static final int MAX_LENGTH = 8 << 20;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Point {
        if (length < 0 || length % Long.BYTES != 0 || length == 0 && !pattern.isLengthless()) {
            throw new IllegalArgumentException("message size " + length + ": use a multiple of 8 bytes");
        }
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("message size " + length + ": use at most " + MAX_LENGTH + " bytes");
        }
        if (pattern.isTimed() && !pattern.isLengthless() && length < 2 * Long.BYTES) {
            throw new IllegalArgumentException("message size " + length
                    + ": use at least 16 bytes where a message carries its intended time");
        }
        if (producers < 1 || producers > MAX_PROCESSES || consumers < 1 || consumers > MAX_PROCESSES || channels < 1) {
            throw new IllegalArgumentException(producers + " producers, " + consumers + " consumers, " + channels
                    + " channels: use 1 to " + MAX_PROCESSES + " processes, and at least one channel");
        }
        boolean paced = pattern == Pattern.OPEN_LOOP || pattern == Pattern.BURSTS;
        if (paced ? rate < 1 : rate != 0) {
            throw new IllegalArgumentException(
                    "rate " + rate + " of " + pattern + ": " + (paced ? "use 1 or more messages per second" : "use 0"));
        }
        if (pattern == Pattern.CAPACITY ? Integer.bitCount(capacity) != 1 : capacity != 0) {
            throw new IllegalArgumentException("capacity " + capacity + " of " + pattern + ": use "
                    + (pattern == Pattern.CAPACITY ? "a power of two" : "0"));
        }
    }

    /** A point of a pattern that does not compare capacities. */
    public Point(Pattern pattern, int length, int producers, int consumers, long rate, int channels, boolean copy) {
        this(pattern, length, producers, consumers, rate, channels, copy, 0);
    }

    /** One producer, one consumer, in place, as fast as possible, with rings of a capacity in bytes. */
    public static Point ofCapacity(int length, int capacity) {
        return new Point(Pattern.CAPACITY, length, 1, 1, 0, 1, false, capacity);
    }

    /** One producer, one consumer, one channel, in place, as fast as possible. */
    public static Point of(Pattern pattern, int length) {
        return new Point(pattern, length, 1, 1, 0, 1, false);
    }
}
