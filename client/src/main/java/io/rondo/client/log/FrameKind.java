package io.rondo.client.log;

/** What is at a position of a log file. */
public enum FrameKind {
    /** A message. */
    DATA,
    /** The beginning of a group. */
    MARK,
    /** Messages that are missing. */
    GAP,
    /** The rest of the file is filled. */
    PADDING,
    /** Nothing was written here. */
    EMPTY,
    /** The end of the file. */
    END,
    /** No valid frame: it is damaged, torn or being written. */
    BAD
}
