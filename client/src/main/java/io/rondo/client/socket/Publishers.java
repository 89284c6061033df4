package io.rondo.client.socket;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an owner remembers of each publisher: the last message it took, so that one that comes back sends none twice and leaves none
 * out. Of those that did not come back, only the latest are remembered. Confined to the loop.
 */
final class Publishers {
    /** Publishers that left without a word and are remembered. */
    static final int MOST = 1 << 16;

    private final Map<Long, Entry> entries = new LinkedHashMap<>();

    /** A publisher: what was taken of it, what of that is confirmed, and its connection, which may have ended. */
    static final class Entry {
        private final long id;
        private long taken;
        private long confirmed;
        /** Null when it has ended. */
        private Wire wire;

        Entry(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }

        long taken() {
            return taken;
        }

        long confirmed() {
            return confirmed;
        }

        void took(long sequence) {
            taken = sequence;
        }

        void confirmed(long sequence) {
            confirmed = sequence;
        }
    }

    /** Whether a publisher is remembered. */
    boolean knows(long id) {
        return entries.containsKey(id);
    }

    /**
     * Ends what is left of the connection that a publisher had before. What that has not delivered is void.
     *
     * @param id of the publisher
     */
    void endEarlier(long id) {
        Entry entry = entries.get(id);
        if (entry != null && entry.wire != null) {
            entry.wire.end(null);
        }
    }

    /**
     * What is remembered of a publisher.
     *
     * @param id of the publisher
     * @param sequence the last one it will not send again, whatever became of it
     */
    Entry recall(long id, long sequence) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entry = new Entry(id);
        }
        entry.taken = Math.max(entry.taken, sequence);
        entry.confirmed = Math.max(entry.confirmed, sequence);
        return entry;
    }

    /**
     * A publisher is let in.
     *
     * @param id of the publisher, whose earlier connection has ended
     * @param entry what is remembered of it
     * @param wire its connection
     */
    void begin(long id, Entry entry, Wire wire) {
        entry.wire = wire;
        entries.remove(id);
        entries.put(id, entry);
        trim();
    }

    private void trim() {
        if (entries.size() > MOST) {
            // The one that connected longest ago, unless it is still there.
            entries.entrySet().stream().filter(entry -> entry.getValue().wire == null).findFirst()
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
    }

    /** The connection of a publisher has ended; only numbers are kept. */
    void end(Entry entry) {
        entry.wire = null;
    }

    /** How many are remembered, those that are connected included. */
    int size() {
        return entries.size();
    }

    /** A publisher left in order. */
    void forget(long id) {
        entries.remove(id);
    }
}
