package io.rondo.client.log;

/**
 * An operation on a log failed. The reason classifies the failure for the caller; the message names the file, the value and
 * the remedy.
 */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Classifies a failure. */
    public enum Reason {
        /** There is no such directory, or no log in it. */
        MISSING,
        /** A file is no log file, or belongs to another log. */
        FOREIGN,
        /** A file was written by a later version. */
        NEWER_VERSION,
        /** A file is truncated, or a record in it is damaged. */
        DAMAGED,
        /** Retention removed the messages. */
        REMOVED,
        /** Another process writes the log. */
        IN_USE,
        /** The file system has no room. */
        NO_SPACE,
        /** The kernel refused, for example a file that may not be read. */
        FAILED
    }

    private final Reason reason;
    private final long oldestSequence;

    /**
     * Creates the exception.
     *
     * @param reason classifies the failure
     * @param message names the file, the value and the remedy
     */
    public LogException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Creates the exception.
     *
     * @param reason classifies the failure
     * @param message names the file, the value and the remedy
     * @param cause the failure below; null if there is none
     */
    public LogException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        oldestSequence = 0;
    }

    private LogException(long asked, long oldest) {
        super("sequence " + asked + " is no longer in the log: the oldest available is " + oldest
                + ": begin there, or at the earliest");
        reason = Reason.REMOVED;
        oldestSequence = oldest;
    }

    /** Returns the exception for a message that retention removed. */
    static LogException removed(long asked, long oldest) {
        return new LogException(asked, oldest);
    }

    /** Returns the class of the failure. */
    public Reason reason() {
        return reason;
    }

    /** Returns the oldest sequence in the log if the reason is {@code REMOVED}; otherwise 0. */
    public long oldestSequence() {
        return oldestSequence;
    }
}
