package io.rondo.client.log;

import java.util.List;

/** The files of one log, for reading. Thread-safe. */
public interface LogFiles {
    /**
     * Returns the names of all files in the log's directory, in no order.
     *
     * @throws LogException {@code MISSING} if there is no such directory; {@code FAILED} if it cannot be read
     */
    List<String> names();

    /**
     * Maps a file for reading.
     *
     * @param name of the file
     * @return the whole file; null if there is none
     * @throws LogException {@code FAILED} if it cannot be read
     */
    LogFileMapping map(String name);

    /** Returns the path of a file as messages name it. */
    String describe(String name);
}
