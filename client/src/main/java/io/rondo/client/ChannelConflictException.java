package io.rondo.client;

/**
 * The two sides of a channel cannot meet, because they use different directories or transports: each would wait for the
 * other without end, or messages would go to a segment that has no reader. The message names both sides.
 */
public final class ChannelConflictException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public ChannelConflictException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public ChannelConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
