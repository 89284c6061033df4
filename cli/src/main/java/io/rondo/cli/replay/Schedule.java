package io.rondo.cli.replay;

/**
 * When each message of a replay is due. The times are absolute: a message that is late does not delay the later ones, so the
 * replay does not drift. Confined to one thread.
 */
final class Schedule {
    private final double factor;
    private boolean started;
    private long firstTimestamp;
    private long startedAt;

    /** Creates a schedule that begins with the first message. */
    Schedule(Speed speed) {
        factor = speed.factor();
    }

    /**
     * Returns when a message is due.
     *
     * @param timestamp of the message in the log, nanoseconds; not less than that of the one before
     * @param now nanoseconds of a clock
     * @return nanoseconds of that clock; now for the first message
     */
    long due(long timestamp, long now) {
        if (!started) {
            started = true;
            firstTimestamp = timestamp;
            startedAt = now;
        }
        return startedAt + (long) ((timestamp - firstTimestamp) / factor);
    }

    /** Moves all later messages by a pause. */
    void pausedFor(long nanos) {
        startedAt += nanos;
    }
}
