package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.BridgeCount;
import io.rondo.broker.bridge.BridgeCounters;
import io.rondo.broker.bridge.envelope.BatchWriter;
import io.rondo.broker.sequencer.LogFeed;
import io.rondo.client.RondoException;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogRecord;
import io.rondo.client.log.LogRecordHandler;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.MissingEncoder;
import io.rondo.codecs.bridge.MissingReason;
import io.rondo.codecs.bridge.RecordsEncoder;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends the log of a topic to one copy, from a sequence on, and never waits: what the stream does not take stays in the log.
 * Reads only durable records. For one thread.
 */
final class LogCursor implements AutoCloseable {
    /** Most batches of one call, so that copies take turns. */
    private static final int MOST_BATCHES = 16;

    private final String topic;
    private final long copy;
    private final LogFeed feed;
    private final StreamPair streams;
    private final BridgeCounters counters;
    private final LogReader reader;
    private final LogRecordHandler onRecord = this::onRecord;
    private final BatchWriter batch;
    private final MissingEncoder missing = new MissingEncoder();
    private final UnsafeBuffer missingBuffer = new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + MissingEncoder.BLOCK_LENGTH]);
    private long request;
    /** Bytes of the messages in the batch. */
    private long bytes;
    /** Sequence of the first message that was not sent. */
    private long next = 1;
    /** Behind the batch; none if the last one is before the first one. */
    private long gapFirst = 1;
    private long gapLast;
    private GapReason gapReason;

    /**
     * Opens the log.
     *
     * @param topic the name
     * @param copy id of the copy
     * @param feed the log of the topic
     * @param streams where to
     * @param counters get what is sent
     */
    LogCursor(String topic, long copy, LogFeed feed, StreamPair streams, BridgeCounters counters) {
        this.topic = topic;
        this.copy = copy;
        this.feed = feed;
        this.streams = streams;
        this.counters = counters;
        batch = CopyMessages.recordsWriter(streams.frameLength());
        reader = new LogReader(new LogDirectory(feed.directory()), this::onGap);
    }

    /**
     * Sends from a sequence on.
     *
     * @param asked id of the copy's request
     * @param first sequence, from 1
     * @param timestamp of the last record that the copy has; 0 without one
     * @return false if the copy has records that the log does not have
     */
    boolean moveTo(long asked, long first, long timestamp) {
        request = asked;
        next = first;
        clear();
        gapLast = gapFirst - 1;
        if (first - 1 > feed.durable().getAsLong() || timestamp != 0 && !hasRecord(first - 1, timestamp)) {
            return false;
        }
        gapLast = gapFirst - 1;
        seek(first);
        return true;
    }

    /** Returns whether a record has a timestamp, if the log still has the record. */
    private boolean hasRecord(long sequence, long timestamp) {
        try {
            reader.seekSequence(sequence);
            boolean[] same = {true};
            reader.poll(record -> {
                same[0] = record.timestamp() == timestamp;
                return Action.CONTINUE;
            }, 1, sequence);
            return same[0];
        } catch (LogException e) {
            if (e.reason() != LogException.Reason.REMOVED) {
                throw e;
            }
            return true;
        }
    }

    /** Moves the reader; if retention removed the message, to the oldest one. */
    private void seek(long sequence) {
        long wanted = sequence;
        while (true) {
            try {
                reader.seekSequence(wanted);
                return;
            } catch (LogException e) {
                if (e.reason() != LogException.Reason.REMOVED) {
                    throw e;
                }
                onGap(wanted, e.oldestSequence() - 1, GapReason.REMOVED);
                wanted = e.oldestSequence();
            }
        }
    }

    private void clear() {
        batch.clear();
        bytes = 0;
    }

    private boolean hasGap() {
        return gapLast >= gapFirst;
    }

    private void onGap(long first, long last, GapReason reason) {
        if (!hasGap()) {
            gapFirst = first;
            gapReason = reason;
        }
        gapLast = last;
    }

    /** Sends what is there; returns the number of Aeron messages. */
    int send() {
        long durable = feed.durable().getAsLong();
        int sent = 0;
        while (sent < MOST_BATCHES && flush()) {
            if (reader.nextSequence() > durable) {
                break;
            }
            read(durable);
            if (batch.isEmpty() && !hasGap()) {
                break;
            }
            sent++;
        }
        return sent;
    }

    private void read(long durable) {
        try {
            reader.poll(onRecord, BatchWriter.MOST_MESSAGES, durable);
        } catch (LogException e) {
            if (e.reason() != LogException.Reason.REMOVED) {
                throw e;
            }
            seek(reader.nextSequence());
        }
    }

    private Action onRecord(LogRecord record) {
        int length = record.payload().capacity();
        if (hasGap() || !batch.hasRoom(length)) {
            return Action.ABORT;
        }
        if (batch.lengthWith(length) > streams.maxMessageLength()) {
            throw new RondoException("topic " + topic + ": message " + record.sequence() + " of " + length
                    + " bytes is longer than the stream takes, "
                    + (streams.maxMessageLength() - batch.lengthWith(0)) + ": set a longer |term-length=");
        }
        boolean first = batch.isEmpty();
        int entry = batch.add(record.payload(), 0, length);
        batch.buffer().putLong(entry + RecordsEncoder.MessagesEncoder.timestampEncodingOffset(), record.timestamp(),
                ByteOrder.LITTLE_ENDIAN);
        batch.buffer().putLong(entry + RecordsEncoder.MessagesEncoder.producerIdEncodingOffset(),
                record.publisherId(), ByteOrder.LITTLE_ENDIAN);
        batch.buffer().putLong(entry + RecordsEncoder.MessagesEncoder.producerSequenceEncodingOffset(),
                record.publisherSequence(), ByteOrder.LITTLE_ENDIAN);
        if (first) {
            batch.field(RecordsEncoder.logIdEncodingOffset(), feed.logId().getAsLong());
            batch.field(RecordsEncoder.copyIdEncodingOffset(), copy);
            batch.field(RecordsEncoder.requestIdEncodingOffset(), request);
            batch.field(RecordsEncoder.sequenceEncodingOffset(), record.sequence());
        }
        bytes += length;
        return Action.CONTINUE;
    }

    /** Sends what was read; returns whether all of it is sent. */
    private boolean flush() {
        if (!batch.isEmpty()) {
            if (!streams.offer(batch.buffer(), batch.complete())) {
                return blocked();
            }
            counters.add(BridgeCount.MESSAGES, batch.count());
            counters.add(BridgeCount.BYTES, bytes);
            counters.increment(BridgeCount.ENVELOPES);
            next += batch.count();
            clear();
        }
        if (hasGap()) {
            missing.wrapAndApplyHeader(missingBuffer, 0, new MessageHeaderEncoder()).logId(feed.logId().getAsLong())
                    .copyId(copy).requestId(request).firstSequence(gapFirst).lastSequence(gapLast)
                    .reason(MissingReason.get(gapReason.value()));
            if (!streams.offer(missingBuffer, missingBuffer.capacity())) {
                return blocked();
            }
            next = gapLast + 1;
            gapLast = gapFirst - 1;
        }
        return true;
    }

    private boolean blocked() {
        counters.increment(BridgeCount.BACK_PRESSURE);
        return false;
    }

    /** Returns the sequence of the first message that was not sent. */
    long next() {
        return next;
    }

    /** Returns the id of the last request. */
    long request() {
        return request;
    }

    @Override
    public void close() {
        reader.close();
    }
}
