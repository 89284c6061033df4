package io.rondo.client.socket.connection;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The event loop thread of this process, one per socket family. It runs while an endpoint holds it. Thread-safe. */
public final class SocketEventLoop implements AutoCloseable {
    private static final Map<SocketFamily, SocketEventLoop> RUNNING = new EnumMap<>(SocketFamily.class);

    /** Threads for blocking work of the event loop. Idle threads end. */
    private static final Executor HELPERS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), new DefaultThreadFactory("rondo-socket-wait", true));

    private final SocketFamily family;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop eventLoop;
    private final EventLoopLease lease;
    /** Guarded by the class. */
    private int holders;

    private SocketEventLoop(SocketFamily family) {
        this.family = family;
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("rondo-socket", true), family.ioHandler());
        eventLoop = group.next();
        lease = new EventLoopLease(eventLoop);
    }

    /**
     * Acquires the event loop of a family, and starts it if necessary. {@link #close()} releases it, once per call.
     */
    public static SocketEventLoop acquire(SocketFamily family) {
        synchronized (SocketEventLoop.class) {
            SocketEventLoop loop = RUNNING.computeIfAbsent(family, SocketEventLoop::new);
            loop.holders++;
            return loop;
        }
    }

    public SocketFamily family() {
        return family;
    }

    public EventLoopLease lease() {
        return lease;
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    public static Executor helpers() {
        return HELPERS;
    }

    @Override
    public void close() {
        synchronized (SocketEventLoop.class) {
            holders--;
            if (holders == 0) {
                RUNNING.remove(family);
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
    }
}
