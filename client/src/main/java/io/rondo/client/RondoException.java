package io.rondo.client;

/**
 * An operation of Rondo failed. The subclass classifies the failure; the message names what failed, the value and the
 * remedy. All exceptions of this package are unchecked.
 */
public class RondoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public RondoException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public RondoException(String message, Throwable cause) {
        super(message, cause);
    }
}
