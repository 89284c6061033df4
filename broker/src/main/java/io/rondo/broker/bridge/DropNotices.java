package io.rondo.broker.bridge;

import io.rondo.client.socket.session.PrintableText;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells a listener why messages are dropped, at most once a second: the counters have their number. For one thread. */
public final class DropNotices {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BridgeListener listener;
    private long last = System.nanoTime() - INTERVAL_NANOS;

    /** For a listener. */
    public DropNotices(BridgeListener listener) {
        this.listener = listener;
    }

    /** Reports a reason, which may have text of another host, unless another one was reported within the last second. */
    public void report(Supplier<String> reason) {
        long now = System.nanoTime();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            listener.onDropped(PrintableText.of(reason.get()));
        }
    }
}
