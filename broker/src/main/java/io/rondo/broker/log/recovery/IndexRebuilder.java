package io.rondo.broker.log.recovery;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.rondo.broker.log.recovery.ScannedFile.Mark;
import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.writer.IndexWriter;
import io.rondo.client.log.LogFileMapping;
import io.rondo.client.log.LogIndex;
import io.rondo.codecs.log.LogFileHeader;
import java.lang.foreign.MemorySegment;

/** Rebuilds indexes that are missing, or differ from the marks that recovery found. */
final class IndexRebuilder {
    private IndexRebuilder() {}

    /** Makes sure that a file with a valid header has the right index. */
    static void ensure(LogStorage storage, ScannedFile file) {
        LogFileHeader header = file.file().header();
        try (LogFileMapping index = storage.map(header.name().index())) {
            if (index != null && isRight(index.memory(), file, header)) {
                return;
            }
        }
        LogFile created = storage.create(header.name().index(), LogIndex.length(header.allocatedLength()));
        IndexWriter writer = IndexWriter.begin(created, header);
        file.marks().forEach(mark -> writer.add(mark.position(), mark.nextSequence(), mark.timestamp()));
        writer.close();
    }

    private static boolean isRight(MemorySegment index, ScannedFile file, LogFileHeader header) {
        if (index.byteSize() != LogIndex.length(header.allocatedLength()) || !LogIndex.belongsTo(index, header)) {
            return false;
        }
        long entry = LogIndex.ENTRIES;
        for (Mark mark : file.marks()) {
            if (index.get(JAVA_LONG_UNALIGNED, entry + LogIndex.SEQUENCE) != mark.nextSequence()
                    || index.get(JAVA_LONG_UNALIGNED, entry + LogIndex.TIMESTAMP) != mark.timestamp()
                    || index.get(JAVA_LONG_UNALIGNED, entry + LogIndex.POSITION) != mark.position()) {
                return false;
            }
            entry += LogIndex.ENTRY_LENGTH;
        }
        return true;
    }
}
