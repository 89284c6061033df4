package io.rondo.client.endpoint;

import io.rondo.client.Transport;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.sync.GroupParking;
import io.rondo.core.wait.Condition;

/** A consumer's transport without messages. */
class StubConsumer implements ConsumerTransport {
    @Override
    public int poll(RecordHandler handler, int limit) {
        return 0;
    }

    @Override
    public Condition arrival() {
        return () -> false;
    }

    @Override
    public void stop() {}

    @Override
    public long lost() {
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
        return 1;
    }

    @Override
    public int producers() {
        return 0;
    }

    @Override
    public Transport transport() {
        return Transport.SHM;
    }

    @Override
    public void detach() {}
}
