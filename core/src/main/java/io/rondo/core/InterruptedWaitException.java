package io.rondo.core;

/** The waiting thread was interrupted; its interrupt status is set. */
public final class InterruptedWaitException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public InterruptedWaitException(String message) {
        super(message);
    }
}
