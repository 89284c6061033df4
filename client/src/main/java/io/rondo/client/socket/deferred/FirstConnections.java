package io.rondo.client.socket.deferred;

import io.rondo.client.RondoException;
import io.rondo.core.os.DescriptorPoll;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits for the first peers of sockets that have no listener yet. One thread per process, asleep until then. Thread-safe. */
final class FirstConnections {
    private static final FirstConnections INSTANCE = new FirstConnections();
    private static final int INITIAL_CAPACITY = 16;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);
    /** While this process has no descriptor for a poll of all sockets. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Guarded by this. */
    private final Set<DeferredListener> waiting = new LinkedHashSet<>();
    /** Null while no thread runs. Replaced and used by the thread. Guarded by this. */
    private DescriptorPoll poll;
    private int capacity;

    private FirstConnections() {}

    /**
     * Has a listener advance when its descriptors are readable, or when it is due.
     *
     * @throws RondoException if this process has no free descriptor
     */
    static void add(DeferredListener listener) {
        INSTANCE.begin(listener);
    }

    /** Ends what {@link #add} began. */
    static void remove(DeferredListener listener) {
        INSTANCE.end(listener);
    }

    private synchronized void begin(DeferredListener listener) {
        if (poll == null) {
            startThread();
        }
        waiting.add(listener);
        poll.wake();
    }

    private void startThread() {
        DescriptorPoll created = newPoll(INITIAL_CAPACITY);
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
            return new DescriptorPoll(most * DeferredListener.MOST_DESCRIPTORS);
        } catch (IllegalStateException e) {
            throw new RondoException(e.getMessage(), e);
        }
    }

    private synchronized void end(DeferredListener listener) {
        waiting.remove(listener);
        if (poll != null) {
            poll.wake();
        }
    }

    /**
     * A listener in the poll.
     *
     * @param first index of its first descriptor
     * @param count of its descriptors
     */
    private record Polled(DeferredListener listener, int first, int count) {
        boolean isReady(DescriptorPoll poll) {
            for (int i = first; i < first + count; i++) {
                if (poll.isReady(i)) {
                    return true;
                }
            }
            return false;
        }
    }

    private void run() {
        List<Polled> polled = new ArrayList<>();
        try {
            for (DescriptorPoll next = prepare(polled); next != null; next = prepare(polled)) {
                next.await(sleepNanos(polled));
                long now = System.nanoTime();
                for (Polled entry : polled) {
                    if (entry.isReady(next) || entry.listener().dueIn(now, 1) == 0) {
                        advance(entry.listener(), now);
                    }
                }
            }
        } finally {
            endThread();
        }
    }

    private synchronized long sleepNanos(List<Polled> polled) {
        long sleep = polled.size() < waiting.size() ? RETRY_NANOS : LONGEST_SLEEP_NANOS;
        long now = System.nanoTime();
        for (Polled entry : polled) {
            sleep = entry.listener().dueIn(now, sleep);
        }
        return sleep;
    }

    /** Also after an error. The next listener starts another thread, which serves all. */
    private synchronized void endThread() {
        if (poll != null) {
            poll.close();
            poll = null;
        }
    }

    /** Returns a poll of the sockets that wait, or null at the end of the thread. */
    private synchronized DescriptorPoll prepare(List<Polled> polled) {
        polled.clear();
        if (waiting.isEmpty()) {
            endThread();
            return null;
        }
        if (waiting.size() > capacity) {
            grow();
        }
        poll.clear();
        int first = 0;
        for (DeferredListener listener : waiting) {
            if (polled.size() < capacity) {
                int count = listener.addTo(poll);
                polled.add(new Polled(listener, first, count));
                first += count;
            }
        }
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

    private void advance(DeferredListener listener, long now) {
        listener.advance(now);
        if (listener.isDone()) {
            synchronized (this) {
                waiting.remove(listener);
            }
        }
    }
}
