package io.rondo.core;

/**
 * The owner of a channel ended, or could not be reached in time, while messages to it were not confirmed: each of them may have been
 * delivered or not. They are not sent again; what is published after this goes on as usual.
 */
public final class DeliveryUnknownException extends RondoException {
    private static final long serialVersionUID = 1L;

    private final long firstSequence;
    private final long lastSequence;

    /**
     * Creates the exception.
     *
     * @param message names the channel and the sequences, and says what to do
     * @param firstSequence sequence of the first message whose fate is not known
     * @param lastSequence sequence of the last one
     */
    public DeliveryUnknownException(String message, long firstSequence, long lastSequence) {
        super(message);
        this.firstSequence = firstSequence;
        this.lastSequence = lastSequence;
    }

    /**
     * The first message whose fate is not known.
     *
     * @return its publisher's sequence, from 1
     */
    public long firstSequence() {
        return firstSequence;
    }

    /**
     * The last message whose fate is not known.
     *
     * @return its publisher's sequence
     */
    public long lastSequence() {
        return lastSequence;
    }
}
