package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;

/**
 * A competitor that has no responses where others have some.
 *
 * @param competitor sends the requests
 */
record OneWay(Competitor competitor) implements Competitor {
    @Override
    public Sender sender(String channel) {
        return competitor.sender(channel);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        return competitor.receiver(channel, reader);
    }

    @Override
    public boolean responds() {
        return false;
    }

    @Override
    public void close() {
        competitor.close();
    }
}
