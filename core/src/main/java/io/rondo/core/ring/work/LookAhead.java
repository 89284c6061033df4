package io.rondo.core.ring.work;

import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.Ring;

/**
 * Loads the cache lines of the next messages before they are taken. A CAS orders all loads, so without this each message
 * would wait for its entry, and then for its header, until they have arrived from the producer's core; these loads arrive
 * at the same time. Has no other effect. Confined to one thread.
 */
final class LookAhead {
    /** Messages that are looked at together. */
    private static final int MESSAGES = 16;

    private final WorkEntries entries;
    private final int capacity;
    private final int longest;
    private long end;
    /**
     * The length of the last record. While lengths repeat, the processor knows the next position before the entry has
     * arrived.
     */
    private int repeated = 64;
    /** Keeps the loads from being removed. */
    private int touched;

    LookAhead(Ring ring, WorkEntries entries) {
        this.entries = entries;
        capacity = ring.capacity();
        longest = capacity / 2;
    }

    /** Looks at the messages from a position on, if it has not looked at that one before. */
    void from(long position) {
        if (position >= end) {
            look(position);
        }
    }

    private void look(long from) {
        long position = from;
        int expected = repeated;
        int sum = 0;
        for (int i = 0; i < MESSAGES; i++) {
            long entry = entries.at(position);
            if (entry != WorkEntryLayout.ready(position, expected, capacity)) {
                int length = WorkEntryLayout.recordLength(entry, capacity);
                if (!entries.isReady(entry, position) || length == 0 || length > longest) {
                    break;
                }
                expected = length;
            }
            sum += entries.headerLength(position);
            position += expected;
        }
        touched += sum;
        repeated = expected;
        end = position;
    }
}
