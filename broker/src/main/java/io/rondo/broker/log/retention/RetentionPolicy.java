package io.rondo.broker.log.retention;

/**
 * What a log keeps. Without any limit it keeps everything.
 *
 * @param maxBytes allocated bytes of all log files, of which the oldest are deleted; 0 for no limit. This wins over everything
 * that subscriptions still need
 * @param maxAgeNanos age from which messages are deleted, in nanoseconds, if no durable subscription needs them; 0 for no limit
 * @param untilConfirmed whether messages are deleted when all durable subscriptions have confirmed them
 */
public record RetentionPolicy(long maxBytes, long maxAgeNanos, boolean untilConfirmed) {
    /** Keeps everything. */
    public static final RetentionPolicy UNLIMITED = new RetentionPolicy(0, 0, false);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is negative
     */
    public RetentionPolicy {
        if (maxBytes < 0 || maxAgeNanos < 0) {
            throw new IllegalArgumentException(
                    "retention of " + maxBytes + " bytes and " + maxAgeNanos + " ns: neither may be negative");
        }
    }
}
