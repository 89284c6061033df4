package io.rondo.core;

/** The file system has no room for the segment. */
public final class NoSpaceException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public NoSpaceException(String message) {
        super(message);
    }
}
