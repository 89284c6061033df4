package io.rondo.broker.sequencer;

import io.rondo.core.layout.SequencedLayout;

/**
 * The last message that was sequenced.
 *
 * @param sequence of the message; 0 if there was none
 * @param timestamp of the message, in nanoseconds since the epoch
 * @param origin the ingress record that held the message ({@link SequencedLayout})
 */
public record SequencerState(long sequence, long timestamp, long origin) {
    /** No message was sequenced yet. */
    public static final SequencerState NONE = new SequencerState(0, 0, 0);

    /** Returns the later one. */
    SequencerState latest(SequencerState other) {
        return other.sequence > sequence ? other : this;
    }

    /** Returns the epoch of the ingress; 0 if there was no message. */
    int epoch() {
        return SequencedLayout.epoch(origin);
    }

    /** Returns the position of the ingress record. */
    long position() {
        return SequencedLayout.position(origin);
    }
}
