package io.rondo.broker.log.storage;

import io.rondo.client.log.LogException;
import io.rondo.client.log.LogFiles;
import java.io.IOException;

/** The files of one log, for writing. Thread-safe. */
public interface LogStorage extends LogFiles, AutoCloseable {
    /**
     * Creates a file of zeroes and allocates all of its space; replaces a file of this name.
     *
     * @param name of the file
     * @param length in bytes, a multiple of 4,096
     * @return the file
     * @throws LogException {@code NO_SPACE} if there is no room; then no file remains. {@code FAILED} for other reasons
     */
    LogFile create(String name, long length);

    /**
     * Opens a file for writing.
     *
     * @param name of the file
     * @return the file; null if there is none
     * @throws LogException {@code FAILED} if it cannot be opened
     */
    LogFile open(String name);

    /**
     * Renames a file, and replaces a file of the new name.
     *
     * @param from present name
     * @param to new name
     * @throws LogException {@code FAILED} if the kernel refuses
     */
    void rename(String from, String to);

    /**
     * Deletes a file if it exists.
     *
     * @param name of the file
     * @throws LogException {@code FAILED} if the kernel refuses
     */
    void delete(String name);

    /**
     * Gives the space behind the last byte that is not zero back to the file system, if that is possible. The file keeps its
     * length, so mappings of it stay valid, and is never written again.
     *
     * @param name of the file
     */
    void releaseUnused(String name);

    /**
     * Waits until all files that were created, renamed and deleted before are so on the disk.
     *
     * @throws IOException if they are not
     */
    void syncDirectory() throws IOException;

    @Override
    void close();
}
