package io.rondo.core.ring;

/** What a reader does after its handler has returned. */
public enum Action {
    /** Goes on; the message is confirmed with its batch. */
    CONTINUE,
    /** Confirms everything up to and including the message at once, and goes on. */
    COMMIT,
    /** Ends the poll; the message is confirmed. */
    BREAK,
    /** Ends the poll; the message is not confirmed, and the next poll delivers it again. */
    ABORT
}
