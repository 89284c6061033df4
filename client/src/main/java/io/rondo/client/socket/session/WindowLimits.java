package io.rondo.client.socket.session;

import io.rondo.codecs.session.SessionEncoder;

/** Flow control limits, the same for both directions of a session. */
public final class WindowLimits {
    /** Bytes of Data frames in transit that keep a socket busy. */
    private static final int ENOUGH = 256 * 1024;
    /** A receiver acknowledges after this part of a window is consumed. */
    public static final int ACKS_PER_WINDOW = 4;
    /** The longest delay of an acknowledgement. */
    public static final long ACK_DELAY_MILLIS = 2;

    private WindowLimits() {}

    /**
     * The window of a channel in bytes of Data frames: its capacity up to a limit, and at least two of its longest
     * messages.
     */
    public static int window(int capacity, int maxMessageLength) {
        return Math.toIntExact(
                Math.max(Math.min(capacity, ENOUGH), 2L * SessionEncoder.dataFrameLength(maxMessageLength)));
    }
}
