package io.rondo.codecs.session;

/** What the other side sent breaks the protocol of the session. The message names the field and its value. */
public final class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells what is wrong.
     *
     * @param message one line for a person
     */
    public SessionException(String message) {
        super(message);
    }
}
