package io.rondo.client.socket.session.work;

/** Flow control limits of the subscribers of work queues. */
public final class WorkLimits {
    /** The most messages that an owner sends before the handler of the subscriber has seen them. */
    public static final int MAX_CREDIT = 16;
    /** Bytes of the longest messages beyond which a subscriber takes fewer at once. */
    private static final int MAX_BYTES = 16 << 20;

    private WorkLimits() {}

    /**
     * The most messages that a subscriber takes before its handler has seen them, from 1.
     *
     * @param maxMessageLength of the work queue in bytes
     */
    static int credit(int maxMessageLength) {
        return Math.clamp(MAX_BYTES / Math.max(1, maxMessageLength), 1, MAX_CREDIT);
    }
}
