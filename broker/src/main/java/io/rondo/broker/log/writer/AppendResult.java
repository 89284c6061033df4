package io.rondo.broker.log.writer;

/** What became of a record that was to be appended. */
public enum AppendResult {
    /** It is in the log's memory, and durable later. */
    APPENDED,
    /** Nothing was written: the next file is being made. Try again. */
    NOT_READY,
    /** Nothing was written: the next file cannot be made, because the disk is full or refuses. Try again later. */
    NO_SPACE,
    /** Nothing was written: a sync failed, so the log takes nothing until it is opened again. */
    READ_ONLY
}
