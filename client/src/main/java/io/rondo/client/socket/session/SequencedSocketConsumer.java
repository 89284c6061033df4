package io.rondo.client.socket.session;

import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.codecs.log.LogFrames;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;
import org.agrona.DirectBuffer;

/** Delivers the messages of a sequenced topic that a {@link SocketConsumer} receives, without the block of their frames. */
public final class SequencedSocketConsumer implements ConsumerTransport, DeliveredMessage, RecordHandler {
    private static final long ANY = 0;

    private final String topic;
    private final SocketConsumer consumer;
    private final Receipt receipt;
    private RecordHandler handler;
    private long next;
    private long sequence;
    private long timestamp;
    /** Records of this poll. */
    private int delivered;
    private int gaps;
    /** Whether the gap that is next was reported. */
    private boolean reported;
    /** Written by the subscriber's thread. */
    private volatile long lost;

    /** Takes note of delivered messages, for the subscriber's thread. */
    public interface Receipt {
        /** A message was delivered. */
        void delivered(long sequence, int frameLength);

        /** All delivered messages are processed. */
        void consumed();
    }

    /**
     * Creates the transport.
     *
     * @param topic the name
     * @param consumer receives the records
     * @param receipt takes note of delivered messages
     * @param first sequence of the first message; 0 if that is not known
     */
    public SequencedSocketConsumer(String topic, SocketConsumer consumer, Receipt receipt, long first) {
        this.topic = topic;
        next = first;
        this.consumer = consumer;
        this.receipt = receipt;
    }

    @Override
    public int poll(RecordHandler user, int limit) {
        handler = user;
        delivered = 0;
        gaps = 0;
        return consumer.poll(this, limit) - gaps;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        if (SequencedRecord.isGap(length)) {
            return onRemoved(SequencedRecord.sequence(buffer, offset), SequencedRecord.lastOfGap(buffer, offset));
        }
        long found = SequencedRecord.sequence(buffer, offset);
        if (next != ANY && found > next) {
            lost += found - next;
        }
        next = found;
        sequence = found;
        timestamp = SequencedRecord.timestamp(buffer, offset);
        Action action = handler.onRecord(buffer, offset + SequencedRecord.HEADER_LENGTH,
                length - SequencedRecord.HEADER_LENGTH);
        if (action != Action.ABORT) {
            next = found + 1;
            delivered++;
            receipt.delivered(found, SequencedRecord.frameLength(length));
        }
        if (action == Action.COMMIT) {
            receipt.consumed();
        }
        return action;
    }

    /** Reports, at the beginning of a poll, messages that retention removed; the poll after that goes on behind them. */
    private Action onRemoved(long first, long last) {
        if (!reported) {
            if (delivered > 0) {
                return Action.ABORT;
            }
            reported = true;
            lost += last + 1 - Math.max(first, next);
            next = last + 1;
            throw new SequenceUnavailableException("topic " + topic + " does not keep messages " + first + " to " + last
                    + " any more, the oldest available message is " + next + ": continue there", next);
        }
        reported = false;
        gaps++;
        receipt.delivered(last, LogFrames.GAP_LENGTH);
        return Action.CONTINUE;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public Condition arrival() {
        return consumer.arrival();
    }

    @Override
    public void stop() {
        consumer.stop();
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public GroupParking parking() {
        return consumer.parking();
    }

    @Override
    public void endWaits() {
        consumer.endWaits();
    }

    @Override
    public int consumers() {
        return consumer.consumers();
    }

    @Override
    public int producers() {
        return consumer.producers();
    }

    @Override
    public Transport transport() {
        return consumer.transport();
    }

    @Override
    public RondoException failure() {
        return consumer.failure();
    }

    @Override
    public void detach() {
        consumer.detach();
    }
}
