package io.rondo.client.socket;

import io.rondo.codecs.session.SessionEncoder;

/** How much may be under way: the same for both directions of a session. */
final class Flow {
    /** Bytes of frames a receiver takes at least before they are consumed. */
    static final int WINDOW = 256 * 1024;
    /** Parts of a window after which its receiver says that it was consumed. */
    static final int ACKS_PER_WINDOW = 4;
    /** How long a receiver that is asked for nothing keeps what it confirmed to itself. */
    static final long ACK_DELAY_MILLIS = 2;

    private Flow() {}

    /** Bytes of frames of a channel that may be under way: several of its messages, or one if they are long. */
    static int windowFor(int maxMessageLength, int least) {
        return Math.toIntExact(Math.max(least, 2L * SessionEncoder.dataFrameLength(maxMessageLength)));
    }
}
