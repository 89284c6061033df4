package io.rondo.broker.log.storage;

import java.nio.file.Path;

/** Opens the files of logs. */
@FunctionalInterface
public interface LogStorageFactory {
    /**
     * Opens the files of one log, and creates its directory if the log directory exists.
     *
     * @param directory {@code <log directory>/<channel>}
     * @param fileMode permission bits of new files
     * @return the files, to be closed
     * @throws io.rondo.client.log.LogException as {@link MappedStorage#MappedStorage}
     */
    LogStorage open(Path directory, int fileMode);
}
