package io.rondo.client.log;

import java.lang.foreign.MemorySegment;

/** A file of a log in memory. */
public interface LogFileMapping extends AutoCloseable {
    /** Returns all bytes of the file. */
    MemorySegment memory();

    @Override
    void close();
}
