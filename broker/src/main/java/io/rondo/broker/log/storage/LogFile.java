package io.rondo.broker.log.storage;

import io.rondo.client.log.LogFileMapping;
import java.io.IOException;
import net.openhft.chronicle.bytes.BytesStore;

/** One file in memory, to be written by one thread at a time and synced by any. */
public interface LogFile extends LogFileMapping {
    /** Returns the name of the file when it was created or opened. */
    String name();

    /** Returns all bytes for writing; the same memory as {@link #memory()}. */
    BytesStore<?, ?> bytes();

    /**
     * Waits until everything that was written before is on the disk.
     *
     * @throws IOException if it is not: then some of it may be lost, and a later sync would not notice
     */
    void sync() throws IOException;
}
