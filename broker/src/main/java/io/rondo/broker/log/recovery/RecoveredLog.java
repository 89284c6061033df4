package io.rondo.broker.log.recovery;

import io.rondo.broker.log.LogCheckpoint;
import io.rondo.broker.log.writer.LogFileWriter;
import java.util.List;

/**
 * A log in order: every record is valid and on the disk.
 *
 * @param file the last file, positioned behind its last frame
 * @param firstSequence oldest sequence of the log
 * @param state the end of the log, and the publishers
 * @param damage what was damaged
 * @param cut descriptions of what was behind the end of the log and is no longer part of it
 */
public record RecoveredLog(LogFileWriter file, long firstSequence, LogCheckpoint state, List<Damage> damage,
        List<String> cut) {}
