package io.rondo.broker.sequencer;

import io.rondo.core.ring.Action;
import io.rondo.core.sync.WakeWord;
import org.agrona.DirectBuffer;

/**
 * What a broker publishes of one topic: messages in the order of their sequences, and before them those that the log has and the
 * egress lacks. Never waits. For one thread at a time.
 */
final class TopicOutput {
    /** The most messages of one call, so that the topics of an agent take turns. */
    private static final int BATCH = 512;
    private static final int NOT_BLOCKED = -1;

    private final Egress egress;
    private final SequencerLog log;
    private final SequencerLog.Handler onRecorded = this::onRecorded;
    private long published;
    private int blockedLength = NOT_BLOCKED;

    /**
     * Continues the egress.
     *
     * @param egress attached
     * @param log recovered
     * @param sequence the last one that was assigned
     */
    TopicOutput(Egress egress, SequencerLog log, long sequence) {
        this.egress = egress;
        this.log = log;
        // A new egress is not filled with the history; the last message tells subscribers where it continues.
        published = egress.last().sequence() == 0 && sequence > 0 ? sequence - 1 : egress.last().sequence();
    }

    /** A duty cycle begins. */
    void beginCycle() {
        blockedLength = NOT_BLOCKED;
    }

    /** Returns the last sequence that was published. */
    long published() {
        return published;
    }

    /** Claims space for a message; returns whether there was room. */
    boolean claim(int length) {
        if (egress.tryClaim(length)) {
            return true;
        }
        blockedLength = length;
        egress.countBackPressure();
        return false;
    }

    /** Publishes a message in the claimed space. */
    void publish(long sequence, long timestamp, long origin, DirectBuffer buffer, int offset, int length) {
        egress.publish(sequence, timestamp, origin, buffer, offset, length);
        published = sequence;
    }

    /**
     * Publishes recorded messages.
     *
     * @param last sequence of the last one, which is in the log or in a gap of it
     * @return the number of messages
     */
    int publishFromLog(long last) {
        int count = log.read(published + 1, BATCH, last, onRecorded);
        if (count == 0 && blockedLength == NOT_BLOCKED) {
            // The log ends with a gap.
            published = last;
        }
        return count;
    }

    private Action onRecorded(long sequence, long timestamp, long origin, DirectBuffer buffer, int offset, int length) {
        if (!claim(length)) {
            return Action.ABORT;
        }
        publish(sequence, timestamp, origin, buffer, offset, length);
        return Action.CONTINUE;
    }

    /** Wakes the subscribers if a message was published since the last call. */
    void wake() {
        egress.wake();
    }

    /** Returns whether a subscriber has held the space in this cycle. */
    boolean isBlocked() {
        return blockedLength != NOT_BLOCKED;
    }

    /** Returns whether there is room for the message that had none. */
    boolean hasRoom() {
        return egress.tryClaim(blockedLength);
    }

    /** Returns the word that subscribers wake when they free space. */
    WakeWord spaceWaiters() {
        return egress.spaceWaiters();
    }

    /** Publishes the position of the end for observers; before a sleep. */
    void flush() {
        egress.flush();
    }
}
