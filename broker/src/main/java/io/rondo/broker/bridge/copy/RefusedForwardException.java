package io.rondo.broker.bridge.copy;

import io.rondo.client.RondoException;

/** The home cannot take a forwarded message, or answer a question of a copy; others it can. */
final class RefusedForwardException extends RondoException {
    private static final long serialVersionUID = 1;

    private final long question;

    /** Of forwarded messages. */
    RefusedForwardException(String message) {
        this(0, message);
    }

    /** Of a question. */
    RefusedForwardException(long question, String message) {
        super(message);
        this.question = question;
    }

    /** Returns the question that gets no answer; 0 if forwarded messages are not taken. */
    long question() {
        return question;
    }
}
