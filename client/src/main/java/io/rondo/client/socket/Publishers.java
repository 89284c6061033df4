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
        private long taken;
        private long confirmed;
        private Wire wire;

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
     * A publisher connects. What its connection before has not delivered is void.
     *
     * @param id of the publisher
     * @param wire its connection
     * @return what is remembered of it; made new if nothing is
     */
    Entry begin(long id, Wire wire) {
        Entry entry = entries.get(id);
        if (entry != null && entry.wire != null) {
            entry.wire.end(null);
        }
        entry = entries.remove(id);
        if (entry == null) {
            entry = new Entry();
        }
        entry.wire = wire;
        entries.put(id, entry);
        trim();
        return entry;
    }

    private void trim() {
        if (entries.size() > MOST) {
            // The one that connected longest ago, unless it is still there.
            entries.entrySet().stream().filter(entry -> entry.getValue().wire.isEnded()).findFirst()
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
    }

    /** A publisher left in order. */
    void forget(long id) {
        entries.remove(id);
    }
}
