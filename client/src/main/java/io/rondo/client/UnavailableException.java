package io.rondo.client;

/**
 * This process or platform lacks what the transport needs, for example shared memory. {@link Transport#AUTO} falls back to a
 * socket in this case.
 */
public final class UnavailableException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
