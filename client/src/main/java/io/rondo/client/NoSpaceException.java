package io.rondo.client;

/** The file system, or the memory limit of the process's control group, has no room for the segment. */
public final class NoSpaceException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public NoSpaceException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public NoSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
