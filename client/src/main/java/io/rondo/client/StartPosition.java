package io.rondo.client;

import java.time.Instant;
import java.util.Objects;

/** The first message that a subscriber of a sequenced topic gets. Immutable. */
public sealed interface StartPosition {
    /** The first message that is sequenced after the subscriber attached. */
    record Latest() implements StartPosition {}

    /** The oldest message that is available. */
    record Earliest() implements StartPosition {}

    /**
     * The message with a sequence.
     *
     * @param sequence from 1
     */
    record AtSequence(long sequence) implements StartPosition {
        /**
         * Checks the sequence.
         *
         * @param sequence from 1
         * @throws IllegalArgumentException if it is not positive
         */
        public AtSequence {
            if (sequence < 1) {
                throw new IllegalArgumentException("sequence " + sequence + " is not positive: use 1 or more");
            }
        }
    }

    /**
     * The first message with a timestamp that is not before a time.
     *
     * @param time compared with the timestamps of the broker
     */
    record AtTime(Instant time) implements StartPosition {
        /**
         * Checks the time.
         *
         * @param time not null
         */
        public AtTime {
            Objects.requireNonNull(time, "time");
        }
    }

    /**
     * Returns the position of new messages only: the default.
     *
     * @return the position
     */
    static StartPosition latest() {
        return new Latest();
    }

    /**
     * Returns the position of the oldest message that is available.
     *
     * @return the position
     */
    static StartPosition earliest() {
        return new Earliest();
    }

    /**
     * Returns the position of the message with a sequence.
     *
     * @param sequence from 1; may be one that has not been assigned yet
     * @return the position
     * @throws IllegalArgumentException if it is not positive
     */
    static StartPosition sequence(long sequence) {
        return new AtSequence(sequence);
    }

    /**
     * Returns the position of the first message with a timestamp that is not before a time.
     *
     * @param time the time
     * @return the position
     */
    static StartPosition time(Instant time) {
        return new AtTime(time);
    }
}
