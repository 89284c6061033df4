package io.rondo.broker.sequencer;

import io.rondo.broker.health.Alarms;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.WakeWord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * The copy of a topic that another broker sequences, its home. Two threads use it. A bridge appends the records that arrive from
 * the home, with their sequences and timestamps, publishes them as a sequencer does, and takes the messages of local publishers
 * to the home. The agent publishes from the log what the bridge could not publish, and frees the ingress.
 *
 * <p>A record of the ingress is freed, which confirms it, when the home has recorded it and this copy has what the home had then.
 * So a message is confirmed when it is durable on both hosts. Until then a later session, or a later broker, forwards it again;
 * the home ignores what it has, because the {@linkplain #number numbers} of a copy increase. Thread-safe.
 */
public final class CopiedTopic implements TopicTask {
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;
    /** Bits of a number for the position in one ingress, in records' alignments: 9 PB. */
    private static final int POSITION_BITS = 47;
    private static final int ALIGNMENT_BITS = Integer.numberOfTrailingZeros(RecordLayout.ALIGNMENT);
    private static final Runnable NOTHING = () -> {};

    private final String topic;
    private final TopicSegments segments;
    private final SequencerLog log;
    private final CopyIdentity identity;
    private final Ingress ingress;
    private final TopicOutput output;
    /** Whether what is appended may be published: with durability {@code disk} only when it is synced. */
    private final boolean publishesAtOnce;
    private final ProducerTable producers;
    private final HomeQuestions questions;
    private final MalformedRecords malformed;
    private final RecordHandler onIngress = this::onIngress;
    /** Records that were forwarded and are not confirmed yet. */
    private final PendingRecords pending;
    private final HomeStatements statements;
    private final AtomicLong sequence;
    private long timestamp;
    /** Number of the ingress; 0 until it is known. */
    private long generation;
    /** Index in {@link #pending} of the record that is forwarded next. */
    private long forwarded;
    private ForwardHandler handler;
    private volatile Runnable wake = NOTHING;
    private boolean closed;

    /** Receives messages to be forwarded. */
    @FunctionalInterface
    public interface ForwardHandler {
        /**
         * Called for each message, in order.
         *
         * @param producerId of its publisher, or of the copy
         * @param producerSequence its sequence of that id
         * @return false to end before this message
         */
        boolean onMessage(long producerId, long producerSequence, DirectBuffer buffer, int offset, int length);
    }

    /**
     * Continues a copy.
     *
     * @param topic the name
     * @param segments ingress and egress
     * @param log the durable record of the copy, recovered
     * @param alarms get one if the ingress has records that no publisher writes
     * @throws RondoException if the log cannot be read, or ends before the egress
     */
    CopiedTopic(String topic, TopicSegments segments, SequencerLog log, Alarms alarms) {
        this.topic = topic;
        this.segments = segments;
        this.log = log;
        identity = log.copy();
        ingress = segments.ingress();
        producers = segments.producers();
        producers.merge(log.producers());
        questions = new HomeQuestions(producers);
        malformed = new MalformedRecords(topic, alarms);
        pending = new PendingRecords(segments.capacity());
        statements = new HomeStatements(pending);
        SequencerState last = log.last();
        if (segments.egress().last().sequence() > last.sequence()) {
            throw new UnavailableException("topic " + topic + " has message " + segments.egress().last().sequence()
                    + ", and its log ends with " + last.sequence() + ": remove the topic's segments (rondo rm " + topic
                    + "), and the copy continues from its log");
        }
        sequence = new AtomicLong(last.sequence());
        timestamp = log.timestampOf(topic, last.sequence());
        output = new TopicOutput(segments.egress(), log, last.sequence());
        publishesAtOnce = log.durability() != Durability.DISK;
    }

    @Override
    public String topic() {
        return topic;
    }

    /** Returns the last sequence that was appended. */
    @Override
    public long sequence() {
        return sequence.getAcquire();
    }

    /** Returns what is known of the home. */
    public CopyIdentity identity() {
        return identity;
    }

    /** Returns the timestamp of the last record, in nanoseconds since the epoch; 0 without one, or behind a gap. */
    public synchronized long timestamp() {
        return timestamp;
    }

    /** Returns the length of the longest message. */
    public int maxMessageLength() {
        return segments.maxMessageLength();
    }

    @Override
    public void onProgress(Runnable waking) {
        wake = waking;
        log.onProgress(waking);
    }

    /**
     * Appends a record of the home.
     *
     * @param number its sequence: {@link #sequence()} plus 1
     * @param at its timestamp
     * @param producerId of its publisher; 0 if it has none
     * @param producerSequence the publisher's own sequence
     * @return false if the log takes nothing now; the caller tries again later
     * @throws RondoException if the message is too long, which no home with the limit of this copy sends, or the topic was closed
     */
    public synchronized boolean append(long number, long at, long producerId, long producerSequence,
            DirectBuffer buffer, int offset, int length) {
        requireOpen();
        if (length > maxMessageLength()) {
            throw new RondoException("topic " + topic + ": message " + number + " has " + length
                    + " bytes, and the copy and its home take " + maxMessageLength()
                    + ": another program sends on the streams of the bridge: end it");
        }
        if (!log.append(number, at, 0, producerId, producerSequence, buffer, offset, length)) {
            return false;
        }
        if (producerId > 0) {
            // Not registered here, perhaps: its producer may move to this host, and then asks for its last sequence.
            producers.merge(producerId, producerSequence);
        }
        timestamp = at;
        sequence.setRelease(number);
        // Otherwise the agent publishes it from the log.
        if (publishesAtOnce && output.published() == number - 1 && output.claim(length)) {
            output.publish(number, at, 0, buffer, offset, length);
        }
        return true;
    }

    /**
     * Runs calls of {@link #append} and {@link #markGap} as one duty cycle: under one lock, and with one wake-up of the
     * subscribers. So the agent has nothing to do, unless a subscriber holds the space, or with durability {@code disk}.
     *
     * @param batch returns whether all records were appended
     * @return its result
     * @throws RondoException if the topic was closed
     */
    public synchronized boolean appendAll(BooleanSupplier batch) {
        requireOpen();
        try {
            return batch.getAsBoolean();
        } finally {
            output.wake();
            endCycle();
            if (output.published() < publishable()) {
                wake.run();
            }
        }
    }

    /**
     * Notes that messages are missing at the home.
     *
     * @param first sequence of the first one: {@link #sequence()} plus 1
     * @param last sequence of the last one
     * @return false if the log takes nothing now; the caller tries again later
     * @throws RondoException if the topic was closed
     */
    public synchronized boolean markGap(long first, long last, GapReason reason) {
        requireOpen();
        if (!log.markGap(first, last, reason)) {
            return false;
        }
        // The home has no record of this sequence to compare with.
        timestamp = 0;
        sequence.setRelease(last);
        return true;
    }

    /**
     * Prepares to forward: the messages of a new ingress get greater numbers than those that the home has recorded.
     *
     * @param last the greatest number of this copy's messages that the home has recorded; 0 without one
     * @return false if this ingress has no record of that number yet, so that the home would ignore new messages
     * @throws RondoException if the topic was closed, or the number of the ingress cannot be saved
     */
    public synchronized boolean continueAfter(long last) {
        requireOpen();
        generation = identity.generation(segments.ingressId(), (int) (last >>> POSITION_BITS));
        return last < number(ingress.tail());
    }

    /**
     * Passes messages of local publishers that were not forwarded yet; returns their number. Follows {@link #continueAfter}.
     *
     * @param to receives them
     * @param limit the most messages
     * @throws RondoException if the topic was closed
     */
    public synchronized int forward(ForwardHandler to, int limit) {
        requireOpen();
        handler = to;
        int count = 0;
        while (count < limit && forwarded < pending.end()) {
            long position = pending.position(forwarded);
            DirectBuffer record = ingress.payloadAt(position);
            if (!pass(position, record, 0, record.capacity())) {
                return count;
            }
            forwarded++;
            count++;
        }
        return count < limit ? count + ingress.poll(onIngress, limit - count) : count;
    }

    private Action onIngress(DirectBuffer buffer, int offset, int length) {
        long position = ingress.positionOf(buffer);
        if (malformed.isMalformed(position, buffer, offset, length)) {
            return Action.CONTINUE;
        }
        if (!pass(position, buffer, offset, length)) {
            return Action.ABORT;
        }
        pending.add(position, 0);
        forwarded++;
        return Action.CONTINUE;
    }

    private boolean pass(long position, DirectBuffer record, int offset, int length) {
        long producerId = record.getLong(offset + SequencedLayout.PRODUCER_ID);
        long own = record.getLong(offset + SequencedLayout.PRODUCER_SEQUENCE);
        return producerId == 0
                ? handler.onMessage(identity.id(), number(position), record, offset + PREFIX, length - PREFIX)
                : handler.onMessage(producerId, own, record, offset + PREFIX, length - PREFIX);
    }

    /**
     * The number of a message of a publisher without an id: the number of the ingress, and the position in it. Numbers of later
     * messages are greater, also those of a later ingress.
     */
    private long number(long position) {
        return generation << POSITION_BITS | position >>> ALIGNMENT_BITS;
    }

    /**
     * Begins again with the first message of which the home has not stated that it is recorded.
     *
     * @return its index: the number of messages before it since the broker has opened the topic
     * @throws RondoException if the topic was closed
     */
    public synchronized long rewind() {
        requireOpen();
        forwarded = Math.max(pending.begin(), statements.recorded());
        return forwarded;
    }

    /**
     * Notes what the home has recorded.
     *
     * @param index of the first message that it has not
     * @param upTo sequence; a copy that has it has these messages
     */
    public synchronized void recorded(long index, long upTo) {
        if (!closed && index <= forwarded && index > statements.recorded()) {
            statements.add(index, upTo);
            endCycle();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new UnavailableException("topic " + topic + " was closed: it was removed, or its broker ends");
        }
    }

    @Override
    public synchronized int doWork() {
        output.beginCycle();
        long publishable = publishable();
        int work = output.published() < publishable ? output.publishFromLog(publishable) : 0;
        output.wake();
        return work + endCycle();
    }

    private int endCycle() {
        int work = confirm() + log.endCycle();
        return work + questions.complete(ingress.freed(), publishable());
    }

    private long publishable() {
        return Math.min(log.durableSequence(), sequence.getPlain());
    }

    /** Frees the records that are durable here and at the home. */
    private int confirm() {
        int count = statements.confirm(publishable());
        ingress.free(pending.isEmpty() ? ingress.read() : pending.position());
        return count;
    }

    @Override
    public synchronized void lastRecorded(long producerId, CompletableFuture<Long> result) {
        questions.add(ingress.tail(), producerId, result);
    }

    /** Returns the next question to the home: what it has recorded. */
    public synchronized HomeQuestion question() {
        return questions.next();
    }

    /** Notes the answer to a question: the last durable sequence of the home, after all that was published there before. */
    public synchronized void answered(long question, long upTo) {
        if (questions.answered(question, upTo)) {
            wake.run();
        }
    }

    /** The home does not answer a question, for a reason: the request fails. */
    public synchronized void refused(long question, String reason) {
        questions.refused(question, reason);
    }

    @Override
    public synchronized String undrained() {
        return questions.reason(topic, publishable());
    }

    @Override
    public synchronized WakeWord waitsFor() {
        return output.isBlocked() ? output.spaceWaiters() : ingress.dataWaiters();
    }

    @Override
    public synchronized boolean hasWork() {
        return output.isBlocked()
                ? output.hasRoom()
                : output.published() < publishable() || statements.hasConfirmed(publishable());
    }

    @Override
    public synchronized long beforeSleep() {
        output.flush();
        ingress.countPark();
        return ingress.maxSleepNanos();
    }

    /** Messages that are not forwarded stay in the ingress. */
    @Override
    public synchronized boolean isDrained() {
        return output.published() >= publishable();
    }

    @Override
    public synchronized boolean isBlocked() {
        return output.isBlocked();
    }

    /** Detaches. Publishers go on until the ingress is full, and a later broker forwards what is there. */
    @Override
    public synchronized void close() {
        closed = true;
        questions.fail(topic);
        try {
            log.close();
        } finally {
            segments.close();
        }
    }
}
