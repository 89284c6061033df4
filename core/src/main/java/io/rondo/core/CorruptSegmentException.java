package io.rondo.core;

/** The file is no segment, is truncated or of another version, or holds something that no participant writes. */
public final class CorruptSegmentException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public CorruptSegmentException(String message) {
        super(message);
    }
}
