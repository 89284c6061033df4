package io.rondo.broker.sequencer;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.sync.WakeWord;
import org.agrona.DirectBuffer;

/**
 * The broker's side of an ingress: its only consumer. Space is freed, and thereby confirmed to publishers, either when
 * a poll ends or later, by {@link #free}. Confined to one thread.
 */
final class Ingress implements AutoCloseable {
    private final Participant participant;
    private final Ring ring;
    private final Counters counters;
    private final WakeWord dataWaiters;
    private final WakeWord spaceWaiters;
    private final QueueConsumerPosition consumerPosition;
    private final RecordReader reader;
    private final boolean freesLater;
    private final long data;
    private final long mask;
    private final SegmentBuffer record;
    private long read;
    private long freed;
    /** A position at or before the record that the handler sees next. */
    private long last;

    /**
     * Attaches.
     *
     * @param participant the consumer of the ingress
     * @param freesLater whether {@link #free} frees space; otherwise each poll frees what it has read
     */
    Ingress(Participant participant, boolean freesLater) {
        this.participant = participant;
        this.freesLater = freesLater;
        ring = participant.ring();
        counters = new Counters(ring.header(), participant.slot());
        dataWaiters = new WakeWord(ring.header(), SegmentLayout.DATA_WAITERS, participant.identity().fenceSide());
        spaceWaiters = new WakeWord(ring.header(), SegmentLayout.SPACE_WAITERS, participant.identity().fenceSide());
        data = ring.data().address();
        mask = ring.capacity() - 1;
        record = SegmentBuffer.ofMapping(ring.data().asReadOnly());
        consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
        freed = consumerPosition.confirmed();
        read = freed;
        last = freed;
        reader = new RecordReader(ring, this::passed, new MultiProducerClaimRecovery(ring, participant.table(),
                () -> counters.increment(Counter.RECOVERED)), freed);
        reader.readLimit(freed + ring.capacity());
        participant.joined();
        // Its dead predecessor may have confirmed records without waking the publishers.
        spaceWaiters.wake();
    }

    private void passed(long from, long to) {
        read = to;
        last = to;
        if (!freesLater) {
            free(to);
        }
    }

    /** Returns the epoch of the ingress. */
    int epoch() {
        return participant.identity().epoch();
    }

    /** Passes the records that are there to a handler, as {@link RecordReader#poll}. */
    int poll(RecordHandler handler, int limit) {
        int count = reader.poll(handler, limit);
        if (count > 0) {
            counters.messages(reader.delivered());
        }
        return count;
    }

    /**
     * Returns the position of a record that the reader shows to the handler.
     *
     * @param payload the view that the handler got
     */
    long positionOf(DirectBuffer payload) {
        long offset = payload.addressOffset() - RecordLayout.HEADER_LENGTH - data;
        last += offset - last & mask;
        return last;
    }

    /**
     * Returns a view of the payload of a record that was read and not freed.
     *
     * @param position of the record
     * @return a view that the next call moves
     */
    DirectBuffer payloadAt(long position) {
        long address = data + (position & mask);
        // [commit] Checked when the record was read.
        int length = RecordLayout.length(RawWords.getLongAcquire(address));
        record.window(address + RecordLayout.HEADER_LENGTH, length - RecordLayout.HEADER_LENGTH);
        return record;
    }

    /** Returns the position up to which records were read. */
    long read() {
        return read;
    }

    /** Returns the position up to which space was freed. */
    long freed() {
        return freed;
    }

    /**
     * Frees the space of records, which confirms them to their publishers.
     *
     * @param to a record boundary up to {@link #read()}
     */
    void free(long to) {
        if (to != freed) {
            consumerPosition.confirm(freed, to);
            freed = to;
            reader.readLimit(to + ring.capacity());
            spaceWaiters.wake();
        }
    }

    /** Returns the position behind everything that was claimed so far. */
    long tail() {
        return TailLayout.position(Words.getLongAcquire(ring.header(), SegmentLayout.TAIL), freed);
    }

    /** Returns whether there is a record to read. */
    boolean hasRecord() {
        return reader.holds();
    }

    /** Returns the longest sleep, in nanoseconds. */
    long maxSleepNanos() {
        return reader.maxSleepNanos();
    }

    /** Returns the word that publishers wake. */
    WakeWord dataWaiters() {
        return dataWaiters;
    }

    /** Counts a sleep. */
    void countPark() {
        counters.increment(Counter.PARKS);
    }

    @Override
    public void close() {
        participant.close();
    }
}
