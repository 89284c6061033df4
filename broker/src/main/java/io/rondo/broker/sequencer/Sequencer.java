package io.rondo.broker.sequencer;

import io.rondo.broker.health.Alarms;
import io.rondo.client.Durability;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.WakeWord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Sequences one topic: takes records from the ingress, assigns sequence and timestamp, appends them to the log, copies
 * them to the egress and frees them. It never waits: a full egress or a busy log ends the duty cycle.
 *
 * <p>Steps of a message: (1) read from the ingress, (2) append to the log, (3) with the durability {@code disk}, sync, (4)
 * publish in the egress, (5) store the publisher's sequence, (6) free the ingress record. A broker that dies between two
 * steps leaves the record in the ingress, and its successor learns from the log, or from the egress without a log, up to
 * which record the messages were sequenced. So no message is sequenced twice and none is lost. Confined to one thread,
 * that of its agent, except construction.
 */
public final class Sequencer implements TopicTask {
    /** The most records of one duty cycle, so that the topics of an agent take turns. */
    private static final int BATCH = 512;
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;
    private static final long NO_RECORD = -1;
    private static final long NOT_READ = Long.MIN_VALUE;
    /** How soon a log without space is asked again. */
    private static final long LOG_RETRY_NANOS = 10_000_000L;

    private final String topic;
    private final TopicSegments segments;
    private final Ingress ingress;
    private final TopicOutput output;
    private final SequencerLog log;
    private final ProducerTable producers;
    private final LongSupplier clock;
    private final MalformedRecords malformed;
    /** Null if messages are published when they are appended. */
    private final PendingRecords pending;
    /** The last record that was sequenced before this broker started; -1 if the ingress has none. */
    private final long recoveredPosition;
    /** One for all polls, which do not allocate. */
    private final RecordHandler onRecord = this::onRecord;
    private final DrainWaits drainWaits;
    private long sequence;
    /** {@link #sequence} for other threads, as of the last duty cycle. */
    private final AtomicLong sequenceSeen;
    private long timestamp;
    private long now;
    private boolean logFull;
    private long ignored;

    /**
     * Continues a topic.
     *
     * @param topic the name
     * @param segments ingress and egress
     * @param log the durable record, recovered
     * @param clock nanoseconds since the epoch
     * @param alarms get one if the ingress has records that no publisher writes
     */
    Sequencer(String topic, TopicSegments segments, SequencerLog log, LongSupplier clock, Alarms alarms) {
        this.topic = topic;
        this.segments = segments;
        this.log = log;
        this.clock = clock;
        malformed = new MalformedRecords(topic, alarms);
        ingress = segments.ingress();
        producers = segments.producers();
        producers.merge(log.producers());
        drainWaits = new DrainWaits(producers);
        pending = log.durability() == Durability.DISK ? new PendingRecords(segments.capacity()) : null;
        SequencerState last = log.last().latest(segments.egress().last());
        sequence = last.sequence();
        sequenceSeen = new AtomicLong(sequence);
        timestamp = last.timestamp();
        output = new TopicOutput(segments.egress(), log, sequence);
        recoveredPosition = last.epoch() == ingress.epoch() ? last.position() : NO_RECORD;
    }

    @Override
    public String topic() {
        return topic;
    }

    /** The last sequence that was assigned. */
    @Override
    public long sequence() {
        return sequenceSeen.getOpaque();
    }

    /**
     * {@inheritDoc}
     *
     * @throws SegmentException {@code CORRUPT} if the ingress was overwritten; the sequencer is unusable then
     */
    @Override
    public int doWork() {
        output.beginCycle();
        logFull = false;
        now = NOT_READ;
        int work = 0;
        if (pending == null) {
            work += isBehindLog() ? output.publishFromLog(sequence) : ingress.poll(onRecord, BATCH);
        } else {
            work += isBehindLog() ? output.publishFromLog(sequence) : publishSynced() + ingress.poll(onRecord, BATCH);
        }
        output.wake();
        sequenceSeen.setOpaque(sequence);
        work += log.endCycle();
        return work + drainWaits.complete(ingress.freed(), sequence);
    }

    /** Whether a dead broker has appended messages that it did not publish. */
    private boolean isBehindLog() {
        return output.published() < sequence && (pending == null || pending.isEmpty());
    }

    /** Sequences one record of the ingress. */
    private Action onRecord(DirectBuffer buffer, int offset, int length) {
        long position = ingress.positionOf(buffer);
        if (malformed.isMalformed(position, buffer, offset, length)) {
            return Action.CONTINUE;
        }
        long producerId = buffer.getLong(offset + SequencedLayout.PRODUCER_ID);
        long producerSequence = buffer.getLong(offset + SequencedLayout.PRODUCER_SEQUENCE);
        if (position <= recoveredPosition) {
            producers.record(producerId, producerSequence);
            return Action.CONTINUE;
        }
        if (producerId > 0 && producerSequence <= producers.last(producerId)) {
            ignored++;
            return Action.CONTINUE;
        }
        int messageLength = length - PREFIX;
        if (pending == null && !output.claim(messageLength)) {
            return Action.ABORT;
        }
        long at = timestamp();
        long origin = SequencedLayout.origin(ingress.epoch(), position);
        if (!log.append(sequence + 1, at, origin, producerId, producerSequence, buffer, offset + PREFIX,
                messageLength)) {
            logFull = true;
            return Action.ABORT;
        }
        sequence++;
        timestamp = at;
        if (pending == null) {
            output.publish(sequence, at, origin, buffer, offset + PREFIX, messageLength);
        } else {
            pending.add(position, at);
        }
        if (producerId > 0) {
            producers.record(producerId, producerSequence);
        }
        return Action.CONTINUE;
    }

    /** Never less than the timestamp of the message before. The clock is read once per batch. */
    private long timestamp() {
        if (now == NOT_READ) {
            now = clock.getAsLong();
        }
        return Math.max(timestamp, now);
    }

    /** Publishes the records that are synced, and frees them. */
    private int publishSynced() {
        long durable = log.durableSequence();
        int count = 0;
        while (!pending.isEmpty() && output.published() < durable) {
            DirectBuffer record = ingress.payloadAt(pending.position());
            int length = record.capacity() - PREFIX;
            if (!output.claim(length)) {
                break;
            }
            output.publish(output.published() + 1, pending.timestamp(),
                    SequencedLayout.origin(ingress.epoch(), pending.position()), record, PREFIX, length);
            pending.remove();
            count++;
        }
        ingress.free(pending.isEmpty() ? ingress.read() : pending.position());
        return count;
    }

    @Override
    public void onProgress(Runnable wake) {
        log.onProgress(wake);
    }

    @Override
    public void lastRecorded(long producerId, CompletableFuture<Long> result) {
        drainWaits.add(ingress.tail(), 0, producerId, result);
    }

    @Override
    public String undrained() {
        return "the ingress is not drained: check for a subscriber that holds it up (rondo stat " + topic + ")";
    }

    @Override
    public WakeWord waitsFor() {
        return output.isBlocked() ? output.spaceWaiters() : ingress.dataWaiters();
    }

    @Override
    public boolean hasWork() {
        if (output.isBlocked()) {
            return output.hasRoom();
        }
        if (pending != null && !pending.isEmpty() && output.published() < log.durableSequence()) {
            return true;
        }
        return isBehindLog() || !logFull && ingress.hasRecord();
    }

    @Override
    public long beforeSleep() {
        output.flush();
        ingress.countPark();
        return logFull ? Math.min(LOG_RETRY_NANOS, ingress.maxSleepNanos()) : ingress.maxSleepNanos();
    }

    @Override
    public boolean isDrained() {
        return ingress.freed() == ingress.tail();
    }

    @Override
    public boolean isBlocked() {
        return output.isBlocked();
    }

    /** Returns the number of records that were skipped because their producer had published them before. */
    long ignored() {
        return ignored;
    }

    /** Detaches. Publishers go on until the ingress is full, and a later broker continues. */
    @Override
    public void close() {
        drainWaits.fail(topic);
        try {
            log.close();
        } finally {
            segments.close();
        }
    }
}
