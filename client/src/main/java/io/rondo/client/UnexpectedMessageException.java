package io.rondo.client;

/** A message that an {@link SbeDispatcher} has no decoder for, or that is shorter than its header states. */
public class UnexpectedMessageException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the message and the remedy
     */
    public UnexpectedMessageException(String message) {
        super(message);
    }
}
