package io.rondo.client;

/**
 * The role in the channel is taken by a live participant, no slot is free, or another process has held the lock of the
 * channel's file for several seconds. The message names the participant or the process.
 */
public final class ChannelInUseException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     */
    public ChannelInUseException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names what failed, the value and the remedy
     * @param cause the failure below
     */
    public ChannelInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
