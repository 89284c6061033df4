package io.rondo.client.shm;

import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.TopicStart;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.ConsumerPosition;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TakenPosition;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.EvictionLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.wait.Condition;

/** Reads from a segment. */
public final class RingConsumer extends RingEndpoint implements ConsumerTransport {
    private final Participant participant;
    private final Counters counters;
    private final boolean fromOldest;
    private final RingReader reader;
    private MessagePump pump = MessagePump.NONE;
    private Condition arrival;
    private long lost;
    private long messagesBefore;

    /**
     * Attaches the reader that fits the channel's kind and the policy.
     *
     * @param participant a consumer of the segment
     * @param policy for topics; {@link SlowConsumer#BLOCK} for queues
     */
    RingConsumer(Participant participant, SlowConsumer policy) {
        this(participant, policy, false);
    }

    /**
     * As above; a topic's reader begins at the oldest message that is available.
     *
     * @param fromOldest whether it does; otherwise at the end
     */
    RingConsumer(Participant participant, SlowConsumer policy, boolean fromOldest) {
        super(new RingAttachment("subscriber", participant, SegmentLayout.DATA_WAITERS, SegmentLayout.SPACE_WAITERS));
        this.participant = participant;
        counters = attachment().counters();
        this.fromOldest = fromOldest;
        reader = newReader(policy);
        arrival = reader;
        attachment().countUnreadWith(this::unread);
        // While it joined, this consumer may have held a topic's producer up, or returned space that a dead
        // predecessor had confirmed.
        attachment().wakeOtherSide();
    }

    /**
     * Attaches as a consumer by descriptors that the owner passed, which it uses up.
     *
     * @param passed the descriptors
     * @param channel the name
     * @param settings properties that the segment must have, and the policy
     * @return the consumer
     * @throws RondoException if the segment does not fit, or this process cannot take part
     */
    public static RingConsumer attach(SegmentDescriptors passed, String channel, ChannelSettings settings) {
        return RingEndpoint.attached(passed, channel, Role.CONSUMER, settings.segment(), participant -> {
            settings.requirePolicyFits(channel, participant.identity().kind());
            return new RingConsumer(participant, settings.slowConsumer());
        });
    }

    private RingReader newReader(SlowConsumer policy) {
        Ring ring = participant.ring();
        return switch (participant.identity().kind()) {
            case SPSC -> {
                QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
                yield new RecordReader(ring, waking(consumerPosition), AbandonedClaimRecovery.NONE,
                        consumerPosition.confirmed());
            }
            case MPSC -> {
                QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
                AbandonedClaimRecovery recovery = new MultiProducerClaimRecovery(ring, participant.table(),
                        () -> counters.increment(Counter.RECOVERED));
                yield participant.identity().isRequestQueue()
                        ? newRequestReader(ring, consumerPosition, recovery)
                        : new RecordReader(ring, waking(consumerPosition), recovery, consumerPosition.confirmed());
            }
            case SPMC -> newTopicReader(ring, policy);
            case WORK -> throw new SegmentException(Reason.MISMATCH, "channel " + ring.name()
                    + " is a work queue, which a subscriber of queues and topics cannot read: consume it as a work queue");
        };
    }

    private RingReader newRequestReader(Ring ring, QueueConsumerPosition consumerPosition,
            AbandonedClaimRecovery recovery) {
        TakenPosition taken = new TakenPosition(ring);
        long start = taken.begin(consumerPosition, consumerPosition.confirmed());
        RecordReader requests = new RecordReader(ring, waking(consumerPosition), recovery, start);
        requests.takenWord(taken.takenWord());
        return requests;
    }

    /** Wakes producers whenever space is returned, also that of aborted claims, which deliver nothing. */
    private ConsumerPosition waking(ConsumerPosition consumerPosition) {
        return (from, to) -> {
            consumerPosition.confirm(from, to);
            attachment().wakeOtherSide();
        };
    }

    private RingReader newTopicReader(Ring ring, SlowConsumer policy) {
        TopicConsumerPosition consumerPosition = new TopicConsumerPosition(ring, participant.slot());
        return switch (policy) {
            case BLOCK -> new RecordReader(ring, waking(consumerPosition), AbandonedClaimRecovery.NONE,
                    starting(join(ring)).position());
            case DROP_OLDEST -> {
                // At no time does the producer wait for it.
                TopicLowWatermark lowWatermark = new TopicLowWatermark(ring);
                Checkpoint start = fromOldest
                        ? new Checkpoints(ring).oldestFrom(lowWatermark.position())
                        : RingScanner.end(ring, lowWatermark);
                consumerPosition.confirm(0, start.position());
                yield new CopyingReader(ring, lowWatermark, consumerPosition, starting(start));
            }
            case EVICT -> {
                Checkpoint start = join(ring);
                participant.allowEviction();
                yield new CopyingReader(ring, new EvictionLowWatermark(ring, participant.slot()),
                        waking(consumerPosition),
                        starting(start));
            }
        };
    }

    private Checkpoint starting(Checkpoint start) {
        messagesBefore = start.messages();
        return start;
    }

    private Checkpoint join(Ring ring) {
        participant.gate();
        return fromOldest
                ? TopicJoiner.joinOldest(ring, participant.slot())
                : TopicJoiner.join(ring, participant.slot());
    }

    /** A topic's messages before the first that this consumer may see. */
    long messagesBefore() {
        return messagesBefore;
    }

    @Override
    public TopicStart start() {
        return participant.identity().kind().isTopic()
                ? new TopicStart(participant.identity().id().getLeastSignificantBits(), messagesBefore)
                : null;
    }

    /** Sets the pump that runs between the looks at the ring; before the first poll. */
    void pump(MessagePump newPump) {
        pump = newPump;
        arrival = pump == MessagePump.NONE ? reader : new PumpedReader(reader, pump, participant.table());
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        // Loaded once: the compiler would load and check the field again after each access of the ring.
        RingReader in = reader;
        int count = -1;
        try {
            count = in.poll(handler, limit);
            // A handler that aborted a message has delivered none, either, and gets it in the next poll.
            if (count == 0 && pump != MessagePump.NONE && in.isEmpty() && pump.pump()) {
                count = in.poll(handler, limit);
            }
        } finally {
            if (count != 0) {
                updateCounters(in);
            }
        }
        return count;
    }

    @Override
    public boolean isQuiet() {
        return pump.isIdle() && reader.isQuiet();
    }

    private void updateCounters(RingReader in) {
        counters.messages(in.delivered());
        if (lost != in.lost()) {
            lost = in.lost();
            counters.set(Counter.LOST, lost);
        }
    }

    /** Counts what this consumer had not read when the segment was removed. */
    private long unread() {
        Ring ring = participant.ring();
        RingKind kind = participant.identity().kind();
        return kind.isTopic()
                ? RingScanner.messagesOrZero(ring) - messagesBefore - counters.messages() - counters.get(Counter.LOST)
                : RingScanner.unreadMessagesOrZero(ring, kind);
    }

    @Override
    public void lookAhead(RecordHandler handler) {
        if (reader instanceof RecordReader records) {
            records.lookAhead(handler);
        }
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public long lost() {
        return reader.lost();
    }

    @Override
    public void detach() {
        attachment().detach();
    }
}
