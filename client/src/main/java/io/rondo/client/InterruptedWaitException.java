package io.rondo.client;

/** The thread was interrupted while it waited. Its interrupt status is set. */
public final class InterruptedWaitException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public InterruptedWaitException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public InterruptedWaitException(String message, Throwable cause) {
        super(message, cause);
    }
}
