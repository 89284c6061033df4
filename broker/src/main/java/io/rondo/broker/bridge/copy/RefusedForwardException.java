package io.rondo.broker.bridge.copy;

import io.rondo.client.RondoException;

/** The home cannot take a forwarded message; others it can. */
final class RefusedForwardException extends RondoException {
    private static final long serialVersionUID = 1;

    RefusedForwardException(String message) {
        super(message);
    }
}
