package io.rondo.broker.sequencer;

import io.rondo.broker.status.LogStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The durable record of one topic, as its sequencer uses it. Confined to the sequencer's thread, except {@link
 * #onProgress}, {@link #subscribe}, {@link #unsubscribe}, {@link #status} and {@link #subscriptions}.
 */
public interface SequencerLog extends AutoCloseable {
    /** No record but the egress: the durability {@code memory}. */
    SequencerLog NONE = new SequencerLog() {
        @Override
        public SequencerState last() {
            return SequencerState.NONE;
        }

        @Override
        public Map<Long, Long> producers() {
            return Map.of();
        }

        @Override
        public Durability durability() {
            return Durability.MEMORY;
        }

        @Override
        public boolean append(long sequence, long timestamp, long origin, long producerId, long producerSequence,
                DirectBuffer buffer, int offset, int length) {
            return true;
        }

        @Override
        public long durableSequence() {
            return Long.MAX_VALUE;
        }

        @Override
        public int endCycle() {
            return 0;
        }

        @Override
        public SegmentSpec properties() {
            return null;
        }

        @Override
        public LogFeed feed() {
            return null;
        }

        @Override
        public CopyIdentity copy() {
            return null;
        }

        @Override
        public boolean markGap(long first, long last, GapReason reason) {
            return true;
        }

        @Override
        public int read(long first, int limit, long last, Handler handler) {
            return 0;
        }

        @Override
        public int subscribe(String name, long first) {
            throw new UnavailableException("the topic has no log, which durable subscription " + name + " needs");
        }

        @Override
        public void unsubscribe(String name) {
            throw new RondoException("the topic has no log, and so no durable subscription " + name);
        }

        @Override
        public LogStatus status() {
            return null;
        }

        @Override
        public List<SubscriptionStatus> subscriptions() {
            return List.of();
        }

        @Override
        public void onProgress(Runnable wake) {
            // It never delays the sequencer.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** Receives recorded messages. */
    @FunctionalInterface
    interface Handler {
        /**
         * Called once per message.
         *
         * @param sequence of the message
         * @param timestamp nanoseconds since the epoch
         * @param origin the ingress record that held the message
         * @param buffer view of the message, valid until this method returns
         * @param offset index of the first byte
         * @param length in bytes
         * @return {@link Action#CONTINUE}, or {@link Action#ABORT} to end before this message
         */
        Action onMessage(long sequence, long timestamp, long origin, DirectBuffer buffer, int offset, int length);
    }

    /** Returns the last recorded message after recovery. */
    SequencerState last();

    /**
     * Returns the timestamp of a record; 0 without one, because the log has a gap there, or retention removed the record.
     *
     * @param topic for messages
     * @param sequence from 0
     * @throws RondoException if the log cannot be read
     */
    default long timestampOf(String topic, long sequence) {
        long[] found = {0};
        try {
            if (sequence > 0) {
                read(sequence, 1, sequence, (_, at, _, _, _, _) -> {
                    found[0] = at;
                    return Action.CONTINUE;
                });
            }
        } catch (LogException e) {
            if (e.reason() != LogException.Reason.REMOVED) {
                throw new RondoException("topic " + topic + ": " + e.getMessage(), e);
            }
        }
        return found[0];
    }

    /** Returns the last recorded sequence of each producer id after recovery. */
    Map<Long, Long> producers();

    /** Returns the durability of the topic. With {@code disk} a message is published only when it is synced. */
    Durability durability();

    /**
     * Appends a message. Does not wait.
     *
     * @param sequence of the message: that of the last one plus 1
     * @param timestamp nanoseconds since the epoch
     * @param origin the ingress record that holds the message
     * @param producerId 0 for none
     * @param producerSequence sequence of the publisher
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length in bytes
     * @return false if it cannot be appended now; the caller tries again later
     */
    boolean append(long sequence, long timestamp, long origin, long producerId, long producerSequence,
            DirectBuffer buffer, int offset, int length);

    /** Returns the last sequence that has the durability of the topic; loaded with acquire. */
    long durableSequence();

    /**
     * Called at the end of each duty cycle: what was appended in it may be synced together.
     *
     * @return the work done; 0 if there was none
     */
    int endCycle();

    /** Returns the properties with which the segments of a recorded topic are made again; null if none are known. */
    SegmentSpec properties();

    /** Returns what other threads need to read the log, always the same; null if there is none. */
    LogFeed feed();

    /** Returns what is known of the home; null if the topic is sequenced here. */
    CopyIdentity copy();

    /**
     * States that messages are missing.
     *
     * @param first sequence of the first one: that of the last message plus 1
     * @param last sequence of the last one
     * @param reason why
     * @return false if it cannot be written now; the caller tries again later
     */
    boolean markGap(long first, long last, GapReason reason);

    /**
     * Reads recorded messages, to publish what a dead broker did not.
     *
     * @param first sequence of the first message
     * @param limit the most messages, from 1
     * @param last sequence of the last message, which was appended or is in a gap
     * @param handler called for each message
     * @return the number of messages that the handler continued after
     */
    int read(long first, int limit, long last, Handler handler);

    /**
     * Starts the work of other threads for this log, and sets what wakes the sequencer when {@link #durableSequence()} or the
     * free space has grown. Called once, after the first call of {@link #last()} and before any {@link #append}.
     *
     * @param wake thread-safe
     */
    void onProgress(Runnable wake);

    /**
     * Creates a durable subscription, unless it exists.
     *
     * @param name a valid name
     * @param first sequence of the first message of a new subscription
     * @return its entry in the table
     * @throws RondoException if it cannot be saved
     */
    int subscribe(String name, long first);

    /**
     * Removes a durable subscription.
     *
     * @param name of the subscription
     * @throws RondoException if it does not exist, or a live subscriber uses it
     */
    void unsubscribe(String name);

    /** Returns the figures of the log now; null if there is none. Thread-safe, also after the end. */
    LogStatus status();

    /** Returns the durable subscriptions now. Thread-safe, also after the end. */
    List<SubscriptionStatus> subscriptions();

    @Override
    void close();
}
