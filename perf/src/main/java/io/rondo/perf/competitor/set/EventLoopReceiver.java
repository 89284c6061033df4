package io.rondo.perf.competitor.set;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.rondo.client.WaitSet;
import io.rondo.perf.transport.Receiver;
import java.util.concurrent.TimeUnit;

/** An event loop of Netty over epoll, to which the wait set hands its polls. The thread that polls is the event loop. */
public final class EventLoopReceiver implements Receiver {
    private static final long WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

    private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    private int messages;

    /** Receives from the members of a set. */
    public EventLoopReceiver(WaitSet set) {
        set.onReady(() -> loop.execute(() -> messages += set.poll(LIMIT)));
    }

    @Override
    public int poll() {
        messages = 0;
        loop.run(WAIT_NANOS);
        return messages;
    }
}
