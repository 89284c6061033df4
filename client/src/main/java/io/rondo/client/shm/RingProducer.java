package io.rondo.client.shm;

import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.TakenPosition;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.work.DeliveryStates;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.ParticipantTable;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.LongSupplier;

/** Publishes into a segment. */
public final class RingProducer extends RingEndpoint implements ProducerTransport {
    private static final long CONSUMER_INTERVAL_NANOS = 200_000_000L;

    private final RecordWriter writer;
    private final ParticipantTable participants;
    private final Ring ring;
    private final int maxMessageLength;
    private final Counters counters;
    private final long messagesBefore;
    /** Null unless consumers compete. */
    private final DeliveryStates deliveries;
    private MessagePump pump = MessagePump.NONE;
    private long countedAt;
    private volatile long confirmedAtEnd;

    RingProducer(Participant participant) {
        super(new RingAttachment("publisher", participant, SegmentLayout.SPACE_WAITERS, SegmentLayout.DATA_WAITERS));
        counters = attachment().counters();
        participants = participant.table();
        ring = participant.ring();
        maxMessageLength = ring.maxMessageLength();
        RingKind kind = participant.identity().kind();
        writer = switch (kind) {
            case SPSC -> SingleProducerWriter.ofQueue(ring);
            case SPMC -> SingleProducerWriter.ofTopic(ring, participants,
                    () -> counters.increment(Counter.EVICTIONS));
            case MPSC, WORK -> new MultiProducerWriter(ring, participant.slot(), participants);
        };
        messagesBefore = writer instanceof SingleProducerWriter single ? single.messagesBefore() : 0;
        deliveries = kind == RingKind.WORK
                ? new DeliveryStates(ring, participant.identity().work(), participants)
                : null;
        attachment().countUnreadWith(() -> kind.isTopic() ? 0 : RingScanner.unreadMessagesOrZero(ring, kind));
    }

    /**
     * Attaches as a producer by descriptors that the owner passed, which it uses up.
     *
     * @param passed the descriptors
     * @param channel the name
     * @param expected properties that the segment must have
     * @return the producer
     * @throws RondoException if the segment does not fit, or this process cannot take part
     */
    public static RingProducer attach(SegmentDescriptors passed, String channel, SegmentSpec expected) {
        return RingEndpoint.attached(passed, channel, Role.PRODUCER, expected, RingProducer::new);
    }

    /** Sets the pump that is told before the publisher sleeps; before the first message. */
    void pump(MessagePump newPump) {
        pump = newPump;
    }

    @Override
    public long tryClaimCached(int length) {
        return writer.tryClaimCached(length);
    }

    @Override
    public long tryClaim(int length) {
        long payload = writer.tryClaimCached(length);
        return payload < 0 ? claimAfterLook(length) : payload;
    }

    private long claimAfterLook(int length) {
        long payload = writer.tryClaim(length);
        if (payload == RecordWriter.FULL) {
            counters.increment(Counter.BACK_PRESSURED);
            return Publisher.BACK_PRESSURED;
        }
        return payload;
    }

    @Override
    public void beginWait() {
        writer.flush();
        countedAt = System.nanoTime() - CONSUMER_INTERVAL_NANOS;
    }

    @Override
    public long claimWaiting(int length) {
        long payload = writer.claimWaiting(length);
        return payload == RecordWriter.FULL ? Publisher.BACK_PRESSURED : payload;
    }

    /** A consumer that detached is noticed at once; one that died, at the next question to the kernel. */
    @Override
    public boolean isWithoutConsumer() {
        if (!participants.hasParticipant(Role.CONSUMER)) {
            return true;
        }
        long now = System.nanoTime();
        if (now - countedAt < CONSUMER_INTERVAL_NANOS) {
            return false;
        }
        countedAt = now;
        return participants.count(Role.CONSUMER) == 0;
    }

    @Override
    public boolean hasConsumer() {
        return participants.hasParticipant(Role.CONSUMER) && participants.count(Role.CONSUMER) > 0;
    }

    @Override
    public void beforeSleep() {
        pump.beforeSleep();
    }

    @Override
    public long maxSleepNanos() {
        return writer.maxSleepNanos();
    }

    @Override
    public void endWait() {
        if (writer.endWait()) {
            attachment().wakeOwnSide();
        }
    }

    @Override
    public SegmentBuffer newView() {
        return SegmentBuffer.ofMapping(ring.data());
    }

    @Override
    public void show(SegmentBuffer view, long claim, int length) {
        view.window(claim, length);
    }

    @Override
    public long commit() {
        return published(writer.commit());
    }

    @Override
    public long commit(int length) {
        return published(writer.commit(length));
    }

    private long published(long sequence) {
        attachment().wakeOtherSide();
        counters.messages(sequence);
        return sequence;
    }

    @Override
    public void abort() {
        writer.abort();
        attachment().wakeOtherSide();
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    /** A message in the segment survives the death of either side. */
    @Override
    public long confirmed() {
        long confirmed = counters.messages();
        // A detached counter reads zero, too.
        return confirmed == 0 ? confirmedAtEnd : confirmed;
    }

    /** The ring, of which no memory is used after {@link #detach()}. */
    public Ring ring() {
        return ring;
    }

    /** The position before which the consumer has confirmed everything. */
    public long readPosition() {
        // [read]
        return RawWords.getLongAcquire(ring.headerAddress(SegmentLayout.READ));
    }

    /** The position behind the message that was published last; for the publisher's thread. */
    public long committedEnd() {
        return writer.committedEnd();
    }

    @Override
    public long requestMark() {
        return deliveries == null ? writer.committedEnd() : writer.committedStart();
    }

    @Override
    public long abandonedEnd() {
        return deliveries == null ? new TakenPosition(ring).abandoned(this::hasConsumer) : 0;
    }

    @Override
    public boolean hasCompetingConsumers() {
        return deliveries != null;
    }

    @Override
    public void beginLook() {
        deliveries.beginRound();
    }

    @Override
    public boolean isAbandoned(long mark) {
        return deliveries.isAbandoned(mark);
    }

    @Override
    public boolean isTaken(long mark) {
        return deliveries.isTaken(mark);
    }

    /** Counts a topic's messages, those of earlier publishers included; any thread, until this is detached. */
    LongSupplier topicMessages() {
        return () -> messagesBefore + counters.messages();
    }

    @Override
    public RondoException unreportedLoss() {
        return attachment().unreportedLoss();
    }

    @Override
    public void detach() {
        confirmedAtEnd = confirmed();
        writer.flush();
        writer.close();
        attachment().detach();
    }
}
