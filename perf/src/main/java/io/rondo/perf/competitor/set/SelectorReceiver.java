package io.rondo.perf.competitor.set;

import io.rondo.client.WaitSet;
import io.rondo.perf.transport.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/** A thread in {@link Selector#select}, which the wait set wakes. */
public final class SelectorReceiver implements Receiver {
    private final WaitSet set;
    private final Selector selector;

    /** Receives from the members of a set. */
    public SelectorReceiver(WaitSet set) {
        this.set = set;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set.onReady(selector::wakeup);
    }

    @Override
    public int poll() {
        try {
            selector.select();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return set.poll(LIMIT);
    }
}
