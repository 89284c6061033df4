package io.rondo.client.service;

import io.rondo.client.endpoint.PublisherEndpoint;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The requests that will not be answered because their responder has ended, while others of the service may live. Confined
 * to the requester's thread.
 */
final class AbandonedRequests {
    private final RequestsInFlight inFlight;
    private final PublisherEndpoint requests;
    private long[] found = new long[8];
    private int size;

    AbandonedRequests(RequestsInFlight inFlight, PublisherEndpoint requests) {
        this.inFlight = inFlight;
        this.requests = requests;
    }

    /** Looks at all requests in flight. */
    void look() {
        size = 0;
        requests.beginLook();
        inFlight.forEach((correlation, mark) -> {
            if (requests.isAbandoned(mark)) {
                add(correlation);
            }
        });
    }

    private void add(long correlation) {
        if (size == found.length) {
            found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = correlation;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Passes on and forgets those of the last look that are still in flight. */
    void remove(LongConsumer action) {
        for (int i = 0; i < size; i++) {
            if (inFlight.contains(found[i])) {
                action.accept(found[i]);
            }
        }
        size = 0;
    }
}
