package io.rondo.client.socket.session;

import io.rondo.client.Publisher;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.wait.Condition;

/** The producer's side of the socket transport. */
public final class SocketProducer extends SocketEndpoint implements ProducerTransport {
    /** A loss of the connection that is shorter than this does not count as a missing consumer. */
    private static final long ABSENCE_NANOS = 500_000_000L;

    private final MessageSink sink;
    private final long lingerNanos;
    private long absentSince;
    private long committed;
    private boolean connected;

    public SocketProducer(MessageSink sink, ThreadParker parker, long lingerNanos) {
        super(parker, sink::participantCounts);
        this.sink = sink;
        this.lingerNanos = lingerNanos;
    }

    /** Each claim must check the connection. */
    @Override
    public long tryClaimCached(int length) {
        return Publisher.BACK_PRESSURED;
    }

    @Override
    public long tryClaim(int length) {
        return sink.tryClaim(length);
    }

    @Override
    public void beginWait() {
        absentSince = System.nanoTime();
    }

    @Override
    public long claimWaiting(int length) {
        long result = sink.tryClaim(length);
        connected = result != Publisher.NOT_CONNECTED;
        if (connected) {
            absentSince = System.nanoTime();
        }
        return result;
    }

    @Override
    public boolean isWithoutConsumer() {
        return !connected && System.nanoTime() - absentSince >= ABSENCE_NANOS;
    }

    @Override
    public boolean hasConsumer() {
        return sink.hasConsumer();
    }

    @Override
    public void beforeSleep() {}

    @Override
    public long maxSleepNanos() {
        return Condition.MAX_SLEEP_NANOS;
    }

    @Override
    public void endWait() {}

    @Override
    public SegmentBuffer newView() {
        return new SegmentBuffer();
    }

    @Override
    public void show(SegmentBuffer view, long claim, int length) {
        sink.wrapClaim(view);
    }

    @Override
    public long commit() {
        committed = sink.commit();
        return committed;
    }

    @Override
    public long commit(int length) {
        sink.shorten(length);
        return commit();
    }

    @Override
    public long requestMark() {
        return committed;
    }

    @Override
    public boolean hasCompetingConsumers() {
        return sink.hasCompetingConsumers();
    }

    @Override
    public boolean isAbandoned(long mark) {
        return sink.isAbandoned(mark);
    }

    /** A confirmed request is in the segment, where a responder may have taken it. */
    @Override
    public boolean isTaken(long mark) {
        return mark <= sink.confirmed();
    }

    @Override
    public long abandonedEnd() {
        return sink.abandoned();
    }

    @Override
    public void abort() {
        sink.abort();
    }

    @Override
    public boolean isNew(long sequence) {
        return sink.isNew(sequence);
    }

    @Override
    public void number(long sequence) {
        sink.number(sequence);
    }

    @Override
    public long ignored() {
        return sink.ignored();
    }

    @Override
    public int maxMessageLength() {
        return sink.maxMessageLength();
    }

    @Override
    public long confirmed() {
        return sink.confirmed();
    }

    @Override
    public void detach() {
        sink.close(lingerNanos);
    }
}
