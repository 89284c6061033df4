package io.rondo.broker.sequencer;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.TailScanner;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.sync.WakeWord;
import org.agrona.DirectBuffer;

/** The broker's side of an egress: its only producer. Confined to one thread. */
final class Egress implements AutoCloseable {
    private static final int PREFIX = SequencedLayout.EGRESS_PREFIX;

    private final Participant participant;
    private final Counters counters;
    private final WakeWord dataWaiters;
    private final WakeWord spaceWaiters;
    private final SingleProducerWriter writer;
    private final SegmentBuffer view;
    private final SequencerState last;
    private long claimed;
    private long published;
    private long announced;

    /**
     * Attaches, and finds the last message of a predecessor.
     *
     * @param participant the producer of the egress
     * @throws io.rondo.core.SegmentException {@code CORRUPT} if the segment was overwritten
     */
    Egress(Participant participant) {
        this.participant = participant;
        Ring ring = participant.ring();
        counters = new Counters(ring.header(), participant.slot());
        dataWaiters = new WakeWord(ring.header(), SegmentLayout.DATA_WAITERS, participant.identity().fenceSide());
        spaceWaiters = new WakeWord(ring.header(), SegmentLayout.SPACE_WAITERS, participant.identity().fenceSide());
        writer = SingleProducerWriter.ofTopic(ring, participant.table(), () -> counters.increment(Counter.EVICTIONS));
        view = SegmentBuffer.ofMapping(ring.data());
        last = last(ring, writer.committedEnd());
        participant.joined();
        // Its dead predecessor may have published without waking the subscribers.
        dataWaiters.wake();
    }

    private static SequencerState last(Ring ring, long tail) {
        long position = TailScanner.lastRecord(ring, tail);
        if (position < 0) {
            return SequencerState.NONE;
        }
        long payload = ring.data().address() + ring.offset(position) + RecordLayout.HEADER_LENGTH;
        return new SequencerState(RawWords.getLongAcquire(payload + SequencedLayout.SEQUENCE),
                RawWords.getLongAcquire(payload + SequencedLayout.TIMESTAMP),
                RawWords.getLongAcquire(payload + SequencedLayout.ORIGIN));
    }

    /** Returns the last message that predecessors published. */
    SequencerState last() {
        return last;
    }

    /**
     * Claims space for a message.
     *
     * @param length of the message without its prefix
     * @return false if a subscriber holds the space; the next claim replaces this one
     */
    boolean tryClaim(int length) {
        claimed = writer.tryClaim(length + PREFIX);
        return claimed != RecordWriter.FULL;
    }

    /** Publishes a message into the claimed space, which has its length. Subscribers are woken by {@link #wake()}. */
    void publish(long sequence, long timestamp, long origin, DirectBuffer buffer, int offset, int length) {
        RawWords.setLong(claimed + SequencedLayout.SEQUENCE, sequence);
        RawWords.setLong(claimed + SequencedLayout.TIMESTAMP, timestamp);
        RawWords.setLong(claimed + SequencedLayout.ORIGIN, origin);
        view.window(claimed + PREFIX, length);
        view.putBytes(0, buffer, offset, length);
        published = writer.commit();
    }

    /** Wakes the subscribers if a message was published since the last call. */
    void wake() {
        if (announced != published) {
            announced = published;
            counters.messages(published);
            if (dataWaiters.wake()) {
                counters.increment(Counter.WAKES);
            }
        }
    }

    /** Counts that a subscriber held the space. */
    void countBackPressure() {
        counters.increment(Counter.BACK_PRESSURED);
    }

    /** Returns the word that subscribers wake when they free space. */
    WakeWord spaceWaiters() {
        return spaceWaiters;
    }

    /** Publishes the position of the end for observers; before a sleep. */
    void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.flush();
        participant.close();
    }
}
