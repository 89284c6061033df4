package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that serves all sockets of this process; it runs while somebody holds it. Thread-safe. */
final class SocketLoop implements AutoCloseable {
    private static final Map<SocketFamily, SocketLoop> RUNNING = new EnumMap<>(SocketFamily.class);

    /** Threads that wait where the loop must not; they end when there is nothing to wait for. */
    private static final Executor HELPERS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), new DefaultThreadFactory("rondo-socket-wait", true));

    private final SocketFamily family;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop eventLoop;
    private final LoopSeat seat;
    /** Guarded by the class. */
    private int holders;

    private SocketLoop(SocketFamily family) {
        this.family = family;
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("rondo-socket", true), family.ioHandler());
        eventLoop = group.next();
        seat = new LoopSeat(eventLoop);
    }

    /** Holds the loop of a family, and starts it if nobody does; {@link #close()} once per call lets it go. */
    static SocketLoop acquire(SocketFamily family) {
        synchronized (SocketLoop.class) {
            SocketLoop loop = RUNNING.computeIfAbsent(family, SocketLoop::new);
            loop.holders++;
            return loop;
        }
    }

    SocketFamily family() {
        return family;
    }

    LoopSeat seat() {
        return seat;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    static Executor helpers() {
        return HELPERS;
    }

    @Override
    public void close() {
        synchronized (SocketLoop.class) {
            holders--;
            if (holders == 0) {
                RUNNING.remove(family);
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
    }
}
