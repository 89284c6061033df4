package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.sequencer.CopiedTopic;
import io.rondo.codecs.bridge.CopyState;
import io.rondo.codecs.bridge.ProgressDecoder;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
import java.util.HexFormat;

/**
 * Whether a copy takes nothing, and why: until an operator has acted, or until the home accepts it again. For one thread, apart
 * from {@link #isStopped}.
 */
final class CopyStop {
    private final String topic;
    private final CopiedTopic copy;
    private final BridgeListener listener;
    /**
     * Whether the home has recorded later messages of this copy than it has had. Stays so until the copy is begun anew: local
     * publishers would soon reach the number of the home, which then ignores messages that it does not have.
     */
    private boolean behind;
    /** Empty while the copy is not stopped. Read by other threads. */
    private volatile String reason = "";

    CopyStop(String topic, CopiedTopic copy, BridgeListener listener) {
        this.topic = topic;
        this.copy = copy;
        this.listener = listener;
        behind = copy.identity().isStopped();
        if (behind) {
            begin(behindHome());
        }
    }

    /** Stops the copy. */
    void begin(String why) {
        if (!reason.equals(why)) {
            reason = why;
            listener.onStopped(why);
        }
    }

    /** The home sends to the copy, which goes on. */
    void end() {
        reason = "";
        listener.onAccepted();
    }

    /** Returns whether the copy is stopped. Any thread. */
    boolean isStopped() {
        return !reason.isEmpty();
    }

    /** Returns whether it stays stopped, whatever the home states. */
    boolean isFinal() {
        return behind;
    }

    /** Returns why the copy must stop if its home has another log now. */
    String otherLog(long found) {
        return "the home has log " + HexFormat.of().toHexDigits(found) + ", and this is a copy of log "
                + HexFormat.of().toHexDigits(copy.identity().home())
                + ": check the addresses; if the home was made anew, " + renewal();
    }

    /**
     * Returns why the copy must stop; null if it may continue.
     *
     * @param progress what the home states
     * @param session whether it is about the session in which this copy forwards
     */
    String problem(ProgressDecoder progress, boolean session) {
        if (progress.maxMessageLength() != copy.maxMessageLength()) {
            return "the longest message of topic " + topic + " has " + progress.maxMessageLength()
                    + " bytes at the home, and " + copy.maxMessageLength() + " here, so that some would not fit: "
                    + "set max-message = " + progress.maxMessageLength() + " and capacity = "
                    + leastCapacity(progress.maxMessageLength()) + " or more of the topic here (rondo.topics), "
                    + renewal();
        }
        if (progress.state() != CopyState.ACCEPTED) {
            return "this copy has message " + copy.sequence()
                    + ", and the log of the home ends before, or has another one:"
                    + " the home has lost durable messages, or was restored: " + renewal();
        }
        behind = session && !copy.continueAfter(progress.lastNumber());
        if (behind) {
            copy.identity().stop();
            return behindHome();
        }
        return null;
    }

    private String behindHome() {
        return "the home has recorded later messages of this copy than it has had: the files of its log are older ones, or"
                + " another host has a copy of them: " + renewal();
    }

    private String renewal() {
        return "stop this broker, move its log directory of the topic away, remove the topic (rondo rm " + topic
                + ") and start the broker, and the home sends all anew";
    }

    /** Returns the least capacity of a topic that takes messages of a length, from 4 KiB to 512 MiB. */
    private static int leastCapacity(int length) {
        int capacity = SegmentSpec.MIN_CAPACITY;
        while (capacity < SegmentSpec.MAX_CAPACITY && SequencedLayout.maxMessageLength(capacity) < length) {
            capacity *= 2;
        }
        return capacity;
    }
}
