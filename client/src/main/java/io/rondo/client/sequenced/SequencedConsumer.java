package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.StartPosition;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.client.shm.RingConsumer;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/**
 * Delivers the messages of a sequenced topic without their prefix, in the order of their sequences. Invariant: the
 * message delivered next has the sequence {@code next}. Messages of the egress before it are skipped. If the egress
 * continues behind it, because the subscriber begins in the past or was lapped, the poll of the egress stops there, and
 * the messages in between are read from the history.
 */
public final class SequencedConsumer implements ConsumerTransport, DeliveredMessage, RecordHandler {
    /** {@link #next}: the first message that the egress shows. */
    private static final long ANY = 0;
    /** {@link #nextInEgress}: the message expected next. */
    private static final long NEXT = 0;

    private final String topic;
    private final RingConsumer ring;
    /** Null if the topic keeps no messages but those in the egress. */
    private final History history;
    private final IntSupplier producers;
    private final Runnable onDetached;
    private final Condition arrival;
    /** Null unless the subscription is durable. */
    private DurablePosition position;
    private long next = ANY;
    /** Messages with an earlier timestamp are skipped. */
    private long earliestTimestamp = Long.MIN_VALUE;
    /** The sequence at which the egress continues, while the history must be read up to there. */
    private long nextInEgress = NEXT;
    private RecordHandler handler;
    /** One for all polls, which do not allocate. */
    private final History.Handler onHistory = this::onHistory;
    private int skipped;
    private long sequence;
    private long timestamp;

    /**
     * Creates the transport of a consumer that has joined the egress.
     *
     * @param topic the name
     * @param ring the consumer of the egress; it joined at the oldest message unless the position is the latest
     * @param history null if there is none
     * @param producers counts the publishers of the topic
     * @param onDetached runs once, after the consumer was detached
     */
    public SequencedConsumer(String topic, RingConsumer ring, History history, IntSupplier producers,
            Runnable onDetached) {
        this.topic = topic;
        this.ring = ring;
        this.history = history;
        this.producers = producers;
        this.onDetached = onDetached;
        arrival = history == null ? ring.arrival() : new Arrival(ring.arrival());
    }

    /**
     * Sets the first message; called once, before the first poll.
     *
     * @throws SequenceUnavailableException if it is not kept any more
     */
    public void startAt(StartPosition position) {
        if (position instanceof StartPosition.AtTime(Instant time)) {
            earliestTimestamp = nanos(time);
        }
        if (history != null) {
            next = history.firstSequence(position);
        } else if (!(position instanceof StartPosition.Latest)) {
            startInEgress(position);
        }
    }

    /** Returns the sequence of the message that is delivered next; 0 for the first one that the egress shows. */
    public long next() {
        return next;
    }

    private void startInEgress(StartPosition position) {
        long oldest = oldest();
        if (position instanceof StartPosition.AtSequence(long first)) {
            next = first;
            requireAvailable(oldest <= first, "message " + first, oldest);
        } else if (position instanceof StartPosition.AtTime(Instant time)) {
            requireAvailable(oldest <= 1 || timestamp <= earliestTimestamp, "all messages since " + time, oldest);
        }
        timestamp = 0;
    }

    private void requireAvailable(boolean available, String wanted, long oldest) {
        if (!available) {
            throw new SequenceUnavailableException("topic " + topic + " does not keep " + wanted
                    + " any more, the oldest available message is " + oldest
                    + ": begin there, or at the earliest", oldest);
        }
    }

    /** Returns the nanoseconds since the epoch, of which a time beyond the year 2262 has the most. */
    public static long nanos(Instant time) {
        long seconds = TimeUnit.SECONDS.toNanos(time.getEpochSecond());
        return seconds == Long.MAX_VALUE ? seconds : seconds + time.getNano();
    }

    /** Begins behind the last message that a durable subscription has confirmed; called once, before the first poll. */
    void startBehind(DurablePosition durable) {
        position = durable;
        next = durable.confirmed() + 1;
    }

    /** Looks at the oldest message of the egress; returns its sequence and sets its timestamp, or ANY if there is none. */
    private long oldest() {
        long[] found = {ANY};
        ring.poll((buffer, offset, length) -> {
            requirePrefix(length);
            found[0] = buffer.getLong(offset + SequencedLayout.SEQUENCE);
            timestamp = buffer.getLong(offset + SequencedLayout.TIMESTAMP);
            return Action.ABORT;
        }, 1);
        return found[0];
    }

    @Override
    public int poll(RecordHandler user, int limit) {
        handler = user;
        try {
            int count = nextInEgress == NEXT ? 0 : readHistory(limit);
            return nextInEgress != NEXT || count == limit ? count : count + pollEgress(limit - count);
        } finally {
            confirm();
        }
    }

    private void confirm() {
        if (position != null) {
            position.confirm(next - 1);
        }
    }

    private int pollEgress(int limit) {
        skipped = 0;
        return ring.poll(this, limit) - skipped;
    }

    private int readHistory(int limit) {
        try {
            return history.read(next, nextInEgress - 1, limit, onHistory);
        } finally {
            next = history.next();
            if (next >= nextInEgress) {
                nextInEgress = NEXT;
            }
        }
    }

    private Action onHistory(long found, long at, DirectBuffer buffer, int offset, int length) {
        sequence = found;
        timestamp = at;
        Action action = handler.onRecord(buffer, offset, length);
        if (action == Action.COMMIT && position != null) {
            position.confirm(found);
        }
        return action;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        requirePrefix(length);
        long found = buffer.getLong(offset + SequencedLayout.SEQUENCE);
        long at = buffer.getLong(offset + SequencedLayout.TIMESTAMP);
        if (found > next && next != ANY && history != null) {
            nextInEgress = found;
            return Action.ABORT;
        }
        if (found < next || at < earliestTimestamp) {
            next = Math.max(next, found + 1);
            skipped++;
            return Action.CONTINUE;
        }
        sequence = found;
        timestamp = at;
        Action action = handler.onRecord(buffer, offset + SequencedLayout.EGRESS_PREFIX,
                length - SequencedLayout.EGRESS_PREFIX);
        if (action != Action.ABORT) {
            next = found + 1;
        }
        if (action == Action.COMMIT) {
            confirm();
        }
        return action;
    }

    private void requirePrefix(int length) {
        if (length < SequencedLayout.EGRESS_PREFIX) {
            throw new SegmentException(Reason.CORRUPT, "topic " + topic + " has a record of " + length
                    + " bytes, which no broker writes: the segment was overwritten, remove the channel");
        }
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    /** Holds also while the history is being read. */
    private final class Arrival implements Condition {
        private final Condition inRing;

        Arrival(Condition inRing) {
            this.inRing = inRing;
        }

        @Override
        public boolean holds() {
            return nextInEgress != NEXT || inRing.holds();
        }

        @Override
        public void beforeSleep() {
            inRing.beforeSleep();
        }

        @Override
        public long maxSleepNanos() {
            return inRing.maxSleepNanos();
        }
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        ring.stop();
    }

    /** Messages that lapped the ring are read from the history, which may lack some. */
    @Override
    public long lost() {
        return history == null ? ring.lost() : history.lost();
    }

    @Override
    public GroupParking parking() {
        return ring.parking();
    }

    @Override
    public void endWaits() {
        ring.endWaits();
    }

    @Override
    public int consumers() {
        return ring.consumers();
    }

    @Override
    public int producers() {
        return producers.getAsInt();
    }

    @Override
    public Transport transport() {
        return ring.transport();
    }

    @Override
    public RondoException failure() {
        return ring.failure();
    }

    @Override
    public void detach() {
        try {
            ring.detach();
        } finally {
            onDetached.run();
        }
    }
}
