package io.rondo.broker.sequencer;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.client.Durability;
import io.rondo.client.UnavailableException;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.WakeWord;
import java.util.ArrayList;
import java.util.List;
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
public final class Sequencer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** The most records of one duty cycle, so that the topics of an agent take turns. */
    private static final int BATCH = 512;
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;
    private static final int NOT_BLOCKED = -1;
    private static final long NO_RECORD = -1;
    private static final long NOT_READ = Long.MIN_VALUE;
    /** How soon a log without space is asked again. */
    private static final long LOG_RETRY_NANOS = 10_000_000L;

    private final String topic;
    private final TopicSegments segments;
    private final Ingress ingress;
    private final Egress egress;
    private final SequencerLog log;
    private final ProducerTable producers;
    private final LongSupplier clock;
    private final Alarms alarms;
    /** Null if messages are published when they are appended. */
    private final PendingRecords pending;
    /** The last record that was sequenced before this broker started; -1 if the ingress has none. */
    private final long recoveredPosition;
    /** One for all polls, which do not allocate. */
    private final RecordHandler onRecord = this::onRecord;
    private final List<DrainWait> drainWaits = new ArrayList<>();
    private long sequence;
    /** {@link #sequence} for other threads, as of the last duty cycle. */
    private final AtomicLong sequenceSeen;
    private long published;
    private long timestamp;
    private long now;
    private int blockedLength = NOT_BLOCKED;
    private boolean logFull;
    private long malformed;
    private long ignored;

    /** The request of a producer that waits until everything published before it is confirmed. */
    private record DrainWait(long tail, long producerId, CompletableFuture<Long> result) {}

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
        this.alarms = alarms;
        ingress = segments.ingress();
        egress = segments.egress();
        producers = segments.producers();
        producers.merge(log.producers());
        pending = log.durability() == Durability.DISK ? new PendingRecords(segments.capacity()) : null;
        SequencerState last = log.last().latest(egress.last());
        sequence = last.sequence();
        sequenceSeen = new AtomicLong(sequence);
        timestamp = last.timestamp();
        // A new egress is not filled with the history; the last message tells subscribers where it continues.
        published = egress.last().sequence() == 0 && sequence > 0 ? sequence - 1 : egress.last().sequence();
        recoveredPosition = last.epoch() == ingress.epoch() ? last.position() : NO_RECORD;
    }

    /** Returns the name of the topic. */
    public String topic() {
        return topic;
    }

    /** Returns the last sequence that was assigned. Thread-safe. */
    public long sequence() {
        return sequenceSeen.getOpaque();
    }

    /**
     * Runs one duty cycle.
     *
     * @return the work done; 0 if there was none
     * @throws SegmentException {@code CORRUPT} if the ingress was overwritten; the sequencer is unusable then
     */
    int doWork() {
        blockedLength = NOT_BLOCKED;
        logFull = false;
        now = NOT_READ;
        int work = 0;
        if (pending == null) {
            work += isBehindLog() ? publishFromLog() : ingress.poll(onRecord, BATCH);
        } else {
            work += isBehindLog() ? publishFromLog() : publishSynced() + ingress.poll(onRecord, BATCH);
        }
        egress.wake();
        sequenceSeen.setOpaque(sequence);
        work += log.endCycle();
        if (!drainWaits.isEmpty()) {
            work += completeDrainWaits();
        }
        return work;
    }

    /** Whether a dead broker has appended messages that it did not publish. */
    private boolean isBehindLog() {
        return published < sequence && (pending == null || pending.isEmpty());
    }

    private int publishFromLog() {
        int count = log.read(published + 1, BATCH, (number, at, origin, buffer, offset, length) -> {
            if (!claim(length)) {
                return Action.ABORT;
            }
            egress.publish(number, at, origin, buffer, offset, length);
            published = number;
            return Action.CONTINUE;
        });
        if (count == 0 && blockedLength == NOT_BLOCKED) {
            // The log ends with a gap.
            published = sequence;
        }
        return count;
    }

    private boolean claim(int length) {
        if (egress.tryClaim(length)) {
            return true;
        }
        blockedLength = length;
        egress.countBackPressure();
        return false;
    }

    /** Sequences one record of the ingress. */
    private Action onRecord(DirectBuffer buffer, int offset, int length) {
        long position = ingress.positionOf(buffer);
        long producerId = length < PREFIX ? 0 : buffer.getLong(offset + SequencedLayout.PRODUCER_ID);
        if (length < PREFIX || producerId < 0 || producerId > SequencedLayout.MAX_PRODUCER_ID) {
            reportMalformed(position, length, producerId);
            return Action.CONTINUE;
        }
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
        if (pending == null && !claim(messageLength)) {
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
            egress.publish(sequence, at, origin, buffer, offset + PREFIX, messageLength);
            published = sequence;
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

    private void reportMalformed(long position, int length, long producerId) {
        if (malformed == 0) {
            String message = "topic " + topic + ": the ingress record at position " + position + " has " + length
                    + " bytes and producer id " + producerId + ", as no publisher writes it, and is skipped: find the"
                    + " program that writes there (rondo stat " + topic + ")";
            if (alarms.raise(AlarmKind.MALFORMED_RECORD, topic, false, message)) {
                LOG.log(System.Logger.Level.ERROR, "{0}", message);
            }
        }
        malformed++;
    }

    /** Publishes the records that are synced, and frees them. */
    private int publishSynced() {
        long durable = log.durableSequence();
        int count = 0;
        while (!pending.isEmpty() && published < durable) {
            DirectBuffer record = ingress.payloadAt(pending.position());
            int length = record.capacity() - PREFIX;
            if (!claim(length)) {
                break;
            }
            published++;
            egress.publish(published, pending.timestamp(),
                    SequencedLayout.origin(ingress.epoch(), pending.position()), record, PREFIX, length);
            pending.remove();
            count++;
        }
        ingress.free(pending.isEmpty() ? ingress.read() : pending.position());
        return count;
    }

    /**
     * Answers with the last recorded sequence of a producer when everything that was published before this call is
     * confirmed.
     *
     * @param producerId from 1; 0 for none
     * @param result gets the sequence, or the failure
     */
    public void lastRecorded(long producerId, CompletableFuture<Long> result) {
        try {
            if (producerId > 0) {
                producers.register(producerId);
            }
            drainWaits.add(new DrainWait(ingress.tail(), producerId, result));
        } catch (RuntimeException e) {
            // The table is full, or the sequencer was closed.
            result.completeExceptionally(e);
        }
    }

    private int completeDrainWaits() {
        int before = drainWaits.size();
        drainWaits.removeIf(wait -> {
            boolean drained = ingress.freed() >= wait.tail();
            if (drained) {
                wait.result().complete(wait.producerId() == 0 ? 0 : producers.last(wait.producerId()));
            }
            return drained || wait.result().isDone();
        });
        return before - drainWaits.size();
    }

    /** Returns the word to sleep on: what the sequencer waits for, as the last duty cycle found. */
    WakeWord waitsFor() {
        return blockedLength == NOT_BLOCKED ? ingress.dataWaiters() : egress.spaceWaiters();
    }

    /** Returns whether a duty cycle would do work; after the announcement of a sleeper. */
    boolean hasWork() {
        if (blockedLength != NOT_BLOCKED) {
            return egress.tryClaim(blockedLength);
        }
        if (pending != null && !pending.isEmpty() && published < log.durableSequence()) {
            return true;
        }
        return isBehindLog() || !logFull && ingress.hasRecord();
    }

    /** Called before a sleep; returns the longest sleep in nanoseconds. */
    long beforeSleep() {
        egress.flush();
        ingress.countPark();
        return logFull ? Math.min(LOG_RETRY_NANOS, ingress.maxSleepNanos()) : ingress.maxSleepNanos();
    }

    /** Returns whether everything that was published to the ingress is confirmed. */
    boolean isDrained() {
        return ingress.freed() == ingress.tail();
    }

    /** Returns whether the last duty cycle ended because a subscriber holds the space of the egress. */
    boolean isBlocked() {
        return blockedLength != NOT_BLOCKED;
    }

    /** Returns the number of records that were skipped because their producer had published them before. */
    long ignored() {
        return ignored;
    }

    /** Detaches. Publishers go on until the ingress is full, and a later broker continues. */
    @Override
    public void close() {
        for (DrainWait wait : drainWaits) {
            wait.result().completeExceptionally(
                    new UnavailableException("topic " + topic + " is not sequenced any more: open it again"));
        }
        try {
            log.close();
        } finally {
            segments.close();
        }
    }
}
