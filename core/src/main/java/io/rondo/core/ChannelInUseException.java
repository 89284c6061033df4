package io.rondo.core;

/** The role is held by a participant that lives, or there is no free slot. */
public final class ChannelInUseException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the value and says what to do
     */
    public ChannelInUseException(String message) {
        super(message);
    }
}
