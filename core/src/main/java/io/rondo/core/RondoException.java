package io.rondo.core;

/** Rondo could not do what was asked. The subclass says why; the message names the value and says what to do. */
public class RondoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public RondoException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     * @param cause what went wrong below
     */
    public RondoException(String message, Throwable cause) {
        super(message, cause);
    }
}
