package io.rondo.broker.sequencer;

import io.rondo.broker.status.LogStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.SegmentSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A log in memory that outlives its sequencer. The test decides what is durable and how many messages have space. */
class FakeLog implements SequencerLog {
    /** A recorded message. */
    record Entry(long sequence, long timestamp, long origin, long producerId, long producerSequence, byte[] message) {}

    private final Durability durability;
    private final CopyIdentity copy;
    private final List<Entry> entries = new ArrayList<>();
    private long durable;
    /** Sequence of the last message that a gap at the end lacks; 0 without a gap. */
    private long gapEnd;
    private int space = Integer.MAX_VALUE;
    private boolean closed;
    /** Thrown by each read; null if there is none. */
    private LogException unreadable;

    FakeLog(Durability durability) {
        this(durability, null);
    }

    /** A log of a copy, unless the identity is null. */
    FakeLog(Durability durability, CopyIdentity copy) {
        this.durability = durability;
        this.copy = copy;
    }

    List<Entry> entries() {
        return entries;
    }

    void sync() {
        durable = entries.size();
    }

    void endsWithGap(long last) {
        gapEnd = last;
    }

    void unreadable(LogException thrown) {
        unreadable = thrown;
    }

    void space(int messages) {
        space = messages;
    }

    boolean isClosed() {
        return closed;
    }

    /** Recovery keeps what was appended, and makes it durable. */
    FakeLog reopened() {
        closed = false;
        sync();
        return this;
    }

    @Override
    public SequencerState last() {
        if (entries.isEmpty()) {
            return SequencerState.NONE;
        }
        Entry last = entries.getLast();
        return new SequencerState(Math.max(last.sequence(), gapEnd), last.timestamp(), last.origin());
    }

    @Override
    public Map<Long, Long> producers() {
        Map<Long, Long> last = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.producerId() != 0) {
                last.put(entry.producerId(), entry.producerSequence());
            }
        }
        return last;
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public boolean append(long sequence, long timestamp, long origin, long producerId, long producerSequence,
            DirectBuffer buffer, int offset, int length) {
        if (entries.size() >= space) {
            return false;
        }
        byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        entries.add(new Entry(sequence, timestamp, origin, producerId, producerSequence, message));
        return true;
    }

    @Override
    public long durableSequence() {
        return durable;
    }

    @Override
    public int endCycle() {
        return 0;
    }

    @Override
    public SegmentSpec properties() {
        return null;
    }

    @Override
    public LogFeed feed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CopyIdentity copy() {
        return copy;
    }

    @Override
    public boolean markGap(long first, long last, GapReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(long first, int limit, long last, Handler handler) {
        if (unreadable != null) {
            throw unreadable;
        }
        int count = 0;
        for (Entry entry : entries.subList((int) Math.min(first - 1, entries.size()),
                (int) Math.min(last, entries.size()))) {
            if (count == limit || handler.onMessage(entry.sequence(), entry.timestamp(), entry.origin(),
                    new UnsafeBuffer(entry.message()), 0, entry.message().length) == Action.ABORT) {
                break;
            }
            count++;
        }
        return count;
    }

    @Override
    public int subscribe(String name, long first) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unsubscribe(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogStatus status() {
        return null;
    }

    @Override
    public List<SubscriptionStatus> subscriptions() {
        return List.of();
    }

    @Override
    public void onProgress(Runnable wake) {
        // The test steps the sequencer.
    }

    @Override
    public void close() {
        closed = true;
    }
}
