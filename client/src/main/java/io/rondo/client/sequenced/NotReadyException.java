package io.rondo.client.sequenced;

import io.rondo.client.RondoException;

/** The broker recovers, ends or is busy, and answers the request later or leaves it to its successor. Clients ask again. */
public final class NotReadyException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what the broker does
     */
    public NotReadyException(String message) {
        super(message);
    }
}
