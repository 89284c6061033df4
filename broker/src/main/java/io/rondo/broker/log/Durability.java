package io.rondo.broker.log;

/** When a message of a channel counts as recorded. */
public enum Durability {
    /** When it is in the egress ring. The log follows; it may lack the last messages after the broker died. */
    MEMORY,
    /** When it is in the page cache: it survives the broker's death, but not the loss of power. */
    OS,
    /** When it is synced: it survives the loss of power. */
    DISK;

    /** Returns the code of the durability in a file's header. */
    public int code() {
        return ordinal();
    }
}
