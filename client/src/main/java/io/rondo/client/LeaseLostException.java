package io.rondo.client;

/**
 * An acknowledgement or return of a message of a work queue came too late: the processing deadline was over, and another
 * consumer has taken the message over; or the connection to the listening subscriber was lost before it answered, and the
 * message may be delivered again.
 */
public final class LeaseLostException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the channel and the message
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
