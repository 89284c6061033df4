package io.rondo.client;

/**
 * How a controlled poll goes on after a message. The names and their meaning are those of Aeron's
 * {@code ControlledFragmentHandler.Action}.
 */
public enum Action {
    /** Goes on; this message is confirmed at the end of the poll. */
    CONTINUE,
    /** Confirms this message and those before it now, and goes on. */
    COMMIT,
    /** Ends the poll after this message, which is confirmed. */
    BREAK,
    /** Ends the poll before this message, which is not confirmed: the next poll delivers it again. */
    ABORT
}
