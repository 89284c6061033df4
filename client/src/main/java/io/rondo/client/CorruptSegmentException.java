package io.rondo.client;

/**
 * The channel's file is no segment, is truncated or of another version, or holds a value that no participant writes. Remove
 * the channel to use its name again.
 */
public final class CorruptSegmentException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public CorruptSegmentException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public CorruptSegmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
