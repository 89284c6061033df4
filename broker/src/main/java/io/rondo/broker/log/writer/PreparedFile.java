package io.rondo.broker.log.writer;

import io.rondo.broker.log.storage.LogFile;

/**
 * A file and its index, allocated and without content.
 *
 * @param file to be a log file
 * @param index to be its index
 */
record PreparedFile(LogFile file, LogFile index) {
    /** Name of the file until it is used. */
    static final String FILE = LogWriter.NEXT_FILE;
    /** Name of the index until it is used. */
    static final String INDEX = "next.index";

    void close() {
        file.close();
        index.close();
    }
}
