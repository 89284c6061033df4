package io.rondo.client.socket.owner;

import io.rondo.client.socket.connection.Connection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the last message received from each publisher, so that a reconnecting publisher neither repeats nor skips
 * messages. Bounded: the earliest disconnected publishers are removed first. Confined to the event loop.
 */
public final class PublisherRegistry {
    /** The most entries. */
    static final int MAX_ENTRIES = 1 << 16;

    private final Map<Long, Entry> entries = new LinkedHashMap<>();

    /** A publisher: the last received and confirmed sequences, and its connection. */
    public static final class Entry {
        private final long id;
        private long received;
        private long confirmed;
        /** Null without a connection. */
        private Connection connection;

        Entry(long id) {
            this.id = id;
        }

        /** The random id of the publisher. */
        public long id() {
            return id;
        }

        /** The sequence of the last message that was received. */
        public long received() {
            return received;
        }

        long confirmed() {
            return confirmed;
        }

        /** Sets the sequence of the last message that was received. */
        public void received(long sequence) {
            received = sequence;
        }

        void confirmed(long sequence) {
            confirmed = sequence;
        }
    }

    /** Whether a publisher has an entry. */
    public boolean isKnown(long id) {
        return entries.containsKey(id);
    }

    /**
     * Closes a publisher's earlier connection. Undelivered bytes are discarded.
     *
     * @param id of the publisher
     */
    public void closePrevious(long id) {
        Entry entry = entries.get(id);
        if (entry != null && entry.connection != null) {
            entry.connection.close(null);
        }
    }

    /**
     * Finds or creates the entry of a publisher.
     *
     * @param id of the publisher
     * @param sequence the last sequence that the publisher will not send again
     */
    public Entry resume(long id, long sequence) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entry = new Entry(id);
        }
        entry.received = Math.max(entry.received, sequence);
        entry.confirmed = Math.max(entry.confirmed, sequence);
        return entry;
    }

    /**
     * Adds a connected publisher.
     *
     * @param id of the publisher; its earlier connection is closed
     * @param entry returned by {@link #resume}
     * @param connection its connection
     */
    public void register(long id, Entry entry, Connection connection) {
        entry.connection = connection;
        entries.remove(id);
        entries.put(id, entry);
        trim();
    }

    private void trim() {
        if (entries.size() > MAX_ENTRIES) {
            // The earliest one without a connection.
            entries.entrySet().stream().filter(entry -> entry.getValue().connection == null).findFirst()
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
    }

    /** The publisher's connection is closed. */
    public void disconnect(Entry entry) {
        entry.connection = null;
    }

    /** The number of entries. */
    int size() {
        return entries.size();
    }

    /** A publisher closed in order. */
    public void remove(long id) {
        entries.remove(id);
    }
}
