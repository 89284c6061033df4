package io.rondo.client.service.response;

import java.util.Arrays;

/** The responses to one requester that were dropped, of which it has not been told. Confined to the responder's thread. */
final class LostResponses {
    /** Limit of the notices; the requests of further ones end at their deadline. */
    private static final int MAX = 1 << 14;

    private long[] correlations = new long[8];
    /** The deliveries of the requests; 0 if they are not counted. */
    private int[] deliveries = new int[8];
    private int count;

    /** Tells the requester of a response that was dropped. */
    @FunctionalInterface
    interface Notice {
        /** Returns whether the requester was told. */
        boolean send(long correlation, int delivery);
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(long correlation, int delivery) {
        if (count == MAX) {
            return;
        }
        if (count == correlations.length) {
            correlations = Arrays.copyOf(correlations, 2 * count);
            deliveries = Arrays.copyOf(deliveries, 2 * count);
        }
        correlations[count] = correlation;
        deliveries[count++] = delivery;
    }

    /**
     * Tells the requester of the oldest ones, until a notice cannot be sent, and removes those of which it was told.
     *
     * @param notice may {@link #clear} this, where it finds that the requester has ended
     * @return the number of which the requester was told
     */
    int tell(Notice notice) {
        int told = 0;
        while (told < count && notice.send(correlations[told], deliveries[told])) {
            told++;
        }
        count = Math.max(0, count - told);
        System.arraycopy(correlations, told, correlations, 0, count);
        System.arraycopy(deliveries, told, deliveries, 0, count);
        return told;
    }

    void clear() {
        count = 0;
    }
}
