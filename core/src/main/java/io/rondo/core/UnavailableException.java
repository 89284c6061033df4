package io.rondo.core;

/** This process or platform lacks what shared memory needs. */
public final class UnavailableException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     * @param cause what went wrong below
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
