package io.rondo.client;

/**
 * The directory, the segment or the socket belongs to another user, its mode denies access to this process, or its mode
 * lets other users in. {@link Transport#AUTO} does not fall back to a socket in this case.
 */
public final class AccessException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public AccessException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public AccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
