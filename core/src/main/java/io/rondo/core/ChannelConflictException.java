package io.rondo.core;

/**
 * The two sides of a channel cannot meet: each would wait for the other for ever, or messages would go where they are
 * not read. The message names both and says what to do.
 */
public final class ChannelConflictException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names both sides and says what to do
     */
    public ChannelConflictException(String message) {
        super(message);
    }
}
