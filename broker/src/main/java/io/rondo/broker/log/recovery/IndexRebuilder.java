package io.rondo.broker.log.recovery;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogIndex;
import io.rondo.client.log.OpenLogFile;

/** Opens the index of a file, or makes a new one if it is missing or that of another file. */
final class IndexRebuilder {
    private IndexRebuilder() {}

    static LogFile open(LogStorage storage, OpenLogFile file) {
        LogFile index = storage.open(file.name().index());
        if (index != null && index.memory().byteSize() == LogIndex.length(file.memory().byteSize())
                && LogIndex.belongsTo(index.memory(), file.header())) {
            return index;
        }
        if (index != null) {
            index.close();
        }
        return storage.create(file.name().index(), LogIndex.length(file.memory().byteSize()));
    }
}
