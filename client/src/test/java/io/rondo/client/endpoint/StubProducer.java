package io.rondo.client.endpoint;

import io.rondo.client.Publisher;
import io.rondo.client.Transport;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;

/** A producer's transport without room, which counts its calls. */
class StubProducer implements ProducerTransport {
    volatile int detached;

    @Override
    public long tryClaimCached(int length) {
        return Publisher.BACK_PRESSURED;
    }

    @Override
    public long tryClaim(int length) {
        return Publisher.BACK_PRESSURED;
    }

    @Override
    public void beginWait() {}

    @Override
    public long claimWaiting(int length) {
        return Publisher.BACK_PRESSURED;
    }

    @Override
    public boolean isWithoutConsumer() {
        return false;
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
        throw new UnsupportedOperationException();
    }

    @Override
    public long commit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long commit(int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort() {}

    @Override
    public int maxMessageLength() {
        return 64;
    }

    @Override
    public long confirmed() {
        return 0;
    }

    @Override
    public GroupParking parking() {
        return StubParking.NONE;
    }

    @Override
    public void endWaits() {}

    @Override
    public int consumers() {
        return 0;
    }

    @Override
    public int producers() {
        return 1;
    }

    @Override
    public Transport transport() {
        return Transport.SHM;
    }

    @Override
    public void detach() {
        detached++;
    }
}
