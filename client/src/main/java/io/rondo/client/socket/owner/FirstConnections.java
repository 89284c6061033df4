package io.rondo.client.socket.owner;

import io.rondo.client.RondoException;
import io.rondo.core.os.DescriptorPoll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Waits for the first peers of sockets that have no listener yet. One thread per process, asleep until then. Thread-safe. */
final class FirstConnections {
    private static final FirstConnections INSTANCE = new FirstConnections();
    private static final int FEW = 16;
    /** After a listener could not be started. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

    /** With the time of the next attempt, of {@link System#nanoTime}. Guarded by this. */
    private final Map<DeferredListener, Long> waiting = new LinkedHashMap<>();
    /** Null while no thread runs. Replaced and used by the thread. Guarded by this. */
    private DescriptorPoll poll;
    private int capacity;

    private FirstConnections() {}

    /**
     * Has a listener started when its socket has a connection.
     *
     * @throws RondoException if this process has no free descriptor
     */
    static void await(DeferredListener listener) {
        INSTANCE.add(listener);
    }

    /** Ends that. */
    static void forget(DeferredListener listener) {
        INSTANCE.remove(listener);
    }

    private synchronized void add(DeferredListener listener) {
        if (poll == null) {
            startThread();
        }
        waiting.put(listener, System.nanoTime());
        poll.wake();
    }

    private void startThread() {
        DescriptorPoll created = newPoll(FEW);
        try {
            poll = created;
            Thread.ofPlatform().name("rondo-first-connection").daemon().start(this::run);
        } catch (Error e) { // no thread can be created
            poll = null;
            created.close();
            throw e;
        }
    }

    private DescriptorPoll newPoll(int most) {
        try {
            capacity = most;
            return new DescriptorPoll(2 * most);
        } catch (IllegalStateException e) {
            throw new RondoException(e.getMessage(), e);
        }
    }

    private synchronized void remove(DeferredListener listener) {
        waiting.remove(listener);
        if (poll != null) {
            poll.wake();
        }
    }

    private void run() {
        List<DeferredListener> polled = new ArrayList<>();
        for (DescriptorPoll next = prepare(polled); next != null; next = prepare(polled)) {
            next.await(polled.size() == waitingCount() ? LONGEST_SLEEP_NANOS : RETRY_NANOS);
            for (int i = 0; i < polled.size(); i++) {
                if (next.isReady(2 * i) || next.isReady(2 * i + 1)) {
                    advance(polled.get(i));
                }
            }
        }
    }

    private synchronized int waitingCount() {
        return waiting.size();
    }

    /** Returns a poll of the sockets that wait, or null at the end of the thread. */
    private synchronized DescriptorPoll prepare(List<DeferredListener> polled) {
        polled.clear();
        if (waiting.isEmpty()) {
            poll.close();
            poll = null;
            return null;
        }
        if (waiting.size() > capacity) {
            grow();
        }
        poll.clear();
        long now = System.nanoTime();
        waiting.forEach((listener, attempt) -> {
            if (polled.size() < capacity && now - attempt >= 0) {
                polled.add(listener);
                poll.add(listener.descriptor());
                poll.add(listener.connection());
            }
        });
        return poll;
    }

    private void grow() {
        DescriptorPoll small = poll;
        int before = capacity;
        try {
            poll = newPoll(2 * waiting.size());
            small.close();
        } catch (RondoException e) {
            // The others are polled once there is a free descriptor.
            capacity = before;
        }
    }

    private void advance(DeferredListener listener) {
        boolean failed = !listener.advance();
        synchronized (this) {
            if (listener.isDone()) {
                waiting.remove(listener);
            } else if (failed) {
                waiting.replace(listener, System.nanoTime() + RETRY_NANOS);
            }
        }
    }
}
