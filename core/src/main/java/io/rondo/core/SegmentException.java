package io.rondo.core;

/**
 * The one exception of this module: an operation on a segment, its file or its directory failed, or a wait ended early. The
 * reason classifies the failure for the caller; the message names what failed, the value and the remedy.
 */
public final class SegmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Classifies a failure. */
    public enum Reason {
        /** The directory or file belongs to another user, or its mode forbids or exposes too much. */
        ACCESS_DENIED,
        /** A live participant holds the role, no slot is free, or another process holds the lock of the file. */
        IN_USE,
        /** The channel exists with properties other than those asked for. */
        MISMATCH,
        /** The segment was removed, or another segment has its name. */
        REMOVED,
        /** The participant was closed. */
        CLOSED,
        /** The file is no segment, is truncated or of another version, or holds a value that no participant writes. */
        CORRUPT,
        /** The topic's producer evicted this consumer. */
        EVICTED,
        /** The waiting thread was interrupted; its interrupt status is set. */
        INTERRUPTED,
        /** The file system or the control group has no room for the segment. */
        NO_SPACE,
        /** This process or platform lacks what shared memory needs. */
        UNAVAILABLE,
        /** Any other failure, for example a system call that the kernel refused. */
        FAILED
    }

    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason classifies the failure
     * @param message names what failed, the value and the remedy
     */
    public SegmentException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Creates the exception.
     *
     * @param reason classifies the failure
     * @param message names what failed, the value and the remedy
     * @param cause the failure below; null if there is none
     */
    public SegmentException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Returns the class of the failure.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Throws this exception again unless it has the given reason: for a handler of that reason alone.
     *
     * @param handled the reason that the caller handles
     */
    public void rethrowUnless(Reason handled) {
        if (reason != handled) {
            throw this;
        }
    }
}
