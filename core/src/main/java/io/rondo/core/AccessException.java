package io.rondo.core;

/** The directory or file belongs to somebody else, or its mode forbids or exposes too much. */
public final class AccessException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public AccessException(String message) {
        super(message);
    }
}
