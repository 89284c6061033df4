package io.rondo.client.service;

import java.util.function.LongConsumer;

/**
 * The requests of a requester that have not ended: a hash table with open addressing and linear probing (Knuth, TAOCP 3,
 * algorithms 6.4 L and R). The hash separates consecutive ids: side by side, all requests in flight would be one cluster,
 * which each removal walks through. Does not allocate while it does not grow. Confined to the requester's thread.
 */
final class RequestsInFlight {
    private static final long EMPTY = 0;
    private static final int INITIAL = 64;
    /** Fibonacci hashing (TAOCP 3, section 6.4): 2^64 by the golden ratio. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private long[] correlations = new long[INITIAL];
    private long[] deadlines = new long[INITIAL];
    private long[] ends = new long[INITIAL];
    /** The delivery of which parts have arrived; 0 for none. */
    private int[] streams = new int[INITIAL];
    private int size;
    /** No request expires before; meaningless without requests. */
    private long nextDeadline;

    int size() {
        return size;
    }

    /** Returns a value of {@link System#nanoTime()} before which no request expires; there must be a request. */
    long nextDeadline() {
        return nextDeadline;
    }

    /**
     * Adds a request.
     *
     * @param correlation from 1, not in the table
     * @param deadline value of {@link System#nanoTime()}
     * @param end mark of the request in the request queue
     */
    void add(long correlation, long deadline, long end) {
        if (2 * size >= correlations.length) {
            grow();
        }
        if (size == 0 || deadline - nextDeadline < 0) {
            nextDeadline = deadline;
        }
        insert(correlation, deadline, end, 0);
        size++;
    }

    private void insert(long correlation, long deadline, long end, int stream) {
        int index = home(correlation);
        while (correlations[index] != EMPTY) {
            index = index + 1 & correlations.length - 1;
        }
        correlations[index] = correlation;
        deadlines[index] = deadline;
        ends[index] = end;
        streams[index] = stream;
    }

    private int home(long correlation) {
        // The highest bits of the product, as many as the table needs.
        return (int) (correlation * GOLDEN >>> Long.numberOfLeadingZeros(correlations.length) + 1);
    }

    private int find(long correlation) {
        int index = home(correlation);
        while (correlations[index] != correlation) {
            if (correlations[index] == EMPTY) {
                return -1;
            }
            index = index + 1 & correlations.length - 1;
        }
        return index;
    }

    boolean contains(long correlation) {
        return correlation > EMPTY && find(correlation) >= 0;
    }

    /** Removes a request; returns whether it was in the table. */
    boolean remove(long correlation) {
        int index = correlation > EMPTY ? find(correlation) : -1;
        if (index < 0) {
            return false;
        }
        size--;
        int mask = correlations.length - 1;
        int free = index;
        int next = index + 1 & mask;
        while (correlations[next] != EMPTY) {
            // An entry may move to the free place if that is not before its home.
            if ((next - home(correlations[next]) & mask) >= (next - free & mask)) {
                correlations[free] = correlations[next];
                deadlines[free] = deadlines[next];
                ends[free] = ends[next];
                streams[free] = streams[next];
                free = next;
            }
            next = next + 1 & mask;
        }
        correlations[free] = EMPTY;
        return true;
    }

    /** Returns the delivery of which parts have arrived, of a request in the table; 0 for none. */
    int stream(long correlation) {
        return streams[find(correlation)];
    }

    /** Notes the delivery of which a part has arrived. */
    void stream(long correlation, int delivery) {
        streams[find(correlation)] = delivery;
    }

    /** Passes on all requests. */
    void forEach(Visitor action) {
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i] != EMPTY) {
                action.accept(correlations[i], ends[i]);
            }
        }
    }

    /** Takes a request and its mark in the request queue. */
    @FunctionalInterface
    interface Visitor {
        void accept(long correlation, long end);
    }

    /** Passes on the expired requests; they stay in the table. */
    void forEachExpired(long now, Visitor action) {
        boolean first = true;
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i] != EMPTY) {
                if (deadlines[i] - now <= 0) {
                    action.accept(correlations[i], ends[i]);
                } else if (first || deadlines[i] - nextDeadline < 0) {
                    nextDeadline = deadlines[i];
                    first = false;
                }
            }
        }
    }

    /** Passes on the requests that end at a position of the request queue or before it; they stay in the table. */
    void forEachUpTo(long end, LongConsumer action) {
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i] != EMPTY && ends[i] <= end) {
                action.accept(correlations[i]);
            }
        }
    }

    private void grow() {
        long[] oldCorrelations = correlations;
        long[] oldDeadlines = deadlines;
        long[] oldEnds = ends;
        int[] oldStreams = streams;
        correlations = new long[2 * oldCorrelations.length];
        deadlines = new long[correlations.length];
        ends = new long[correlations.length];
        streams = new int[correlations.length];
        for (int i = 0; i < oldCorrelations.length; i++) {
            if (oldCorrelations[i] != EMPTY) {
                insert(oldCorrelations[i], oldDeadlines[i], oldEnds[i], oldStreams[i]);
            }
        }
    }
}
