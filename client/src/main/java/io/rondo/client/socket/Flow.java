package io.rondo.client.socket;

import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Welcome;

/** How much may be under way: the same for both directions of a session. */
final class Flow {
    /** Bytes of frames that are enough to keep a socket busy. */
    private static final int ENOUGH = 256 * 1024;
    /** Parts of a window after which its receiver says that it was consumed. */
    static final int ACKS_PER_WINDOW = 4;
    /** How long a receiver that is asked for nothing keeps what it confirmed to itself. */
    static final long ACK_DELAY_MILLIS = 2;

    private Flow() {}

    /** Bytes of frames of a channel that may be under way: what it holds itself, if that is not much; two messages at least. */
    static int window(Welcome channel) {
        return Math.toIntExact(Math.max(Math.min(channel.capacity(), ENOUGH),
                2L * SessionEncoder.dataFrameLength(channel.maxMessageLength())));
    }
}
