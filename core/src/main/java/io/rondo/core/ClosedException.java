package io.rondo.core;

/** The object, or what it came from, was closed. */
public final class ClosedException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what was closed
     */
    public ClosedException(String message) {
        super(message);
    }
}
