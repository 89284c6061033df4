package io.rondo.core;

/** The channel exists, with other properties than were asked for. */
public final class ChannelMismatchException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public ChannelMismatchException(String message) {
        super(message);
    }
}
