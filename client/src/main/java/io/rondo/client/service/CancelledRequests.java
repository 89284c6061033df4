package io.rondo.client.service;

import java.util.Arrays;

/** Cancellations that were seen ahead in the request queue and not polled yet. Confined to the responder's thread. */
final class CancelledRequests {
    private long[] requesters = new long[8];
    private long[] correlations = new long[8];
    private int size;

    void add(long requester, long correlation) {
        if (size == requesters.length) {
            requesters = Arrays.copyOf(requesters, 2 * size);
            correlations = Arrays.copyOf(correlations, 2 * size);
        }
        requesters[size] = requester;
        correlations[size++] = correlation;
    }

    boolean contains(long requester, long correlation) {
        return find(requester, correlation) >= 0;
    }

    /** Removes a cancellation that was polled, if it was seen before. */
    void remove(long requester, long correlation) {
        int found = find(requester, correlation);
        if (found >= 0) {
            size--;
            requesters[found] = requesters[size];
            correlations[found] = correlations[size];
        }
    }

    private int find(long requester, long correlation) {
        for (int i = 0; i < size; i++) {
            if (correlations[i] == correlation && requesters[i] == requester) {
                return i;
            }
        }
        return -1;
    }
}
