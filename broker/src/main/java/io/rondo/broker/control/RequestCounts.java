package io.rondo.broker.control;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the requests of clients. Thread-safe. */
public final class RequestCounts {
    /** A line that is no request. */
    static final String INVALID = "invalid";

    private final Map<Key, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    private record Key(String request, String result) {}

    /** Is told a count. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Called for each combination that occurred.
         *
         * @param request name of the request, or {@code invalid}
         * @param result {@code ok}, or the kind of the error
         * @param count since the start
         */
        void count(String request, String result, long count);
    }

    /** Creates counts of 0. */
    public RequestCounts() {}

    void add(String request, String result) {
        counts.computeIfAbsent(new Key(request, result), _ -> new AtomicLong()).incrementAndGet();
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    /** Shows all counts. */
    public void forEach(Visitor visitor) {
        counts.forEach((key, count) -> visitor.count(key.request(), key.result(), count.get()));
    }

    /** Returns the number of connections now. */
    public int connections() {
        return connections.get();
    }
}
