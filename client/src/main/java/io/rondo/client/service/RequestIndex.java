package io.rondo.client.service;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers of requests, by requester and correlation: a hash table with open addressing and linear probing (Knuth, TAOCP 3,
 * algorithms 6.4 L and R). The hash is random, because requesters choose the keys. Does not allocate while it does not grow.
 * Confined to one thread.
 */
final class RequestIndex {
    private static final int NONE = -1;
    private static final int INITIAL = 16;
    /** Fibonacci hashing: 2^64 by the golden ratio. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private long[] requesters = new long[INITIAL];
    private long[] correlations = new long[INITIAL];
    /** {@link #NONE} where there is no entry. */
    private int[] numbers = empty(INITIAL);
    private int size;

    private static int[] empty(int length) {
        int[] numbers = new int[length];
        Arrays.fill(numbers, NONE);
        return numbers;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(numbers, NONE);
        size = 0;
    }

    /** Adds a request, or replaces its number, which is from 0. */
    void put(long requester, long correlation, int number) {
        if (2 * size >= numbers.length) {
            grow();
        }
        int index = find(requester, correlation);
        if (numbers[index] == NONE) {
            size++;
        }
        requesters[index] = requester;
        correlations[index] = correlation;
        numbers[index] = number;
    }

    /** Returns the number of a request; -1 if there is none. */
    int get(long requester, long correlation) {
        return size == 0 ? NONE : numbers[find(requester, correlation)];
    }

    /** Removes a request if it has this number. */
    void remove(long requester, long correlation, int number) {
        int mask = numbers.length - 1;
        int free = find(requester, correlation);
        if (numbers[free] == NONE || numbers[free] != number) {
            return;
        }
        size--;
        for (int next = free + 1 & mask; numbers[next] != NONE; next = next + 1 & mask) {
            // An entry may move to the free place if that is not before its home.
            if ((next - home(requesters[next], correlations[next]) & mask) >= (next - free & mask)) {
                requesters[free] = requesters[next];
                correlations[free] = correlations[next];
                numbers[free] = numbers[next];
                free = next;
            }
        }
        numbers[free] = NONE;
    }

    /** Returns the place of a request, or the free place at which it would be. */
    private int find(long requester, long correlation) {
        int mask = numbers.length - 1;
        int index = home(requester, correlation);
        while (numbers[index] != NONE && (correlations[index] != correlation || requesters[index] != requester)) {
            index = index + 1 & mask;
        }
        return index;
    }

    private int home(long requester, long correlation) {
        long mixed = ((requester ^ seed) * GOLDEN + correlation ^ seed) * GOLDEN;
        return (int) (mixed >>> Integer.SIZE) & numbers.length - 1;
    }

    private void grow() {
        long[] oldRequesters = requesters;
        long[] oldCorrelations = correlations;
        int[] oldNumbers = numbers;
        requesters = new long[2 * oldNumbers.length];
        correlations = new long[requesters.length];
        numbers = empty(requesters.length);
        size = 0;
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != NONE) {
                put(oldRequesters[i], oldCorrelations[i], oldNumbers[i]);
            }
        }
    }
}
