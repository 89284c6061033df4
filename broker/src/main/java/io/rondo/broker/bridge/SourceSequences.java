package io.rondo.broker.bridge;

/** What was received of one epoch. For one thread. */
final class SourceSequences {
    /** The sequence that follows; 0 before the first. */
    private long next;
    /** Whether the first messages of the envelope that arrives again were published. */
    private boolean resuming;

    /** An envelope arrives: counts what is missing before it, and what has arrived before. */
    void begin(long first, int count, BridgeCounters counters) {
        if (next == 0) {
            next = first;
        } else if (first > next) {
            counters.increment(BridgeCount.GAPS);
            counters.add(BridgeCount.MISSING, first - next);
            next = first;
        } else if (!resuming) {
            counters.add(BridgeCount.DUPLICATES, Math.min(count, next - first));
        }
        resuming = false;
    }

    boolean isNew(long sequence) {
        return sequence >= next;
    }

    void taken(long sequence) {
        next = sequence + 1;
    }

    /** The envelope will arrive again, because the local channel has no room for the rest. */
    void resume() {
        resuming = true;
    }
}
