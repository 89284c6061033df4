package io.rondo.broker.log.writer;

import io.rondo.broker.log.storage.LogFile;

/**
 * A file and its index, allocated and without content.
 *
 * @param file to be a log file
 * @param index to be its index
 */
record PreparedFile(LogFile file, LogFile index) {
    void close() {
        file.close();
        index.close();
    }
}
