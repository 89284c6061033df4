package io.rondo.perf.competitor.set;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;

/** A process that exchanges no messages. */
public final class NoChannels implements Competitor {
    @Override
    public Sender sender(String channel) {
        throw new IllegalStateException("channel " + channel + ": this process has no channels");
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        throw new IllegalStateException("channel " + channel + ": this process has no channels");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
