package io.rondo.client;

/**
 * The channel exists with properties other than those asked for, for example another capacity, or its two sides use
 * different directories or transports, so that messages would not reach their reader. The message names both values.
 */
public final class ChannelMismatchException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public ChannelMismatchException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public ChannelMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
