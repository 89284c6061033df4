package io.rondo.perf.measure;

/**
 * One thing to measure, for every contestant alike.
 *
 * @param pattern how messages flow
 * @param length message length in bytes; 0 where the messages have lengths of their own
 * @param producers sending processes
 * @param consumers receiving processes
 * @param rate intended messages per second; 0 is as fast as it goes
 * @param channels channels at once
 * @param copy whether messages are copied in from the sender's memory, rather than written in place
 */
public record Point(Pattern pattern, int length, int producers, int consumers, long rate, int channels, boolean copy) {
    /** One producer, one consumer, one channel, in place, as fast as it goes. */
    public static Point of(Pattern pattern, int length) {
        return new Point(pattern, length, 1, 1, 0, 1, false);
    }
}
