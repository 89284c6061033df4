package io.rondo.client;

/** The publisher, subscriber, requester, responder or wait set is closed, or the {@link Rondo} that it came from. */
public final class ClosedException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the closed object
     */
    public ClosedException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names the closed object
     * @param cause the failure below
     */
    public ClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
