package io.rondo.client;

/**
 * The owner of a channel ended, or was not reached in time, before some messages of this publisher were {@link
 * Publisher#confirmed() confirmed}. Each of them was delivered or lost. They are not sent again. Messages published
 * later are not affected.
 */
public final class DeliveryUnknownException extends RondoException {
    private static final long serialVersionUID = 1L;

    /** Sequence of the first unconfirmed message. */
    private final long firstSequence;
    /** Sequence of the last unconfirmed message. */
    private final long lastSequence;

    /**
     * Creates the exception.
     *
     * @param message names the channel, the sequences and the remedy
     * @param firstSequence sequence of the first unconfirmed message
     * @param lastSequence sequence of the last unconfirmed message
     */
    public DeliveryUnknownException(String message, long firstSequence, long lastSequence) {
        super(message);
        this.firstSequence = firstSequence;
        this.lastSequence = lastSequence;
    }

    /**
     * Returns the sequence of the first unconfirmed message.
     *
     * @return the publisher's sequence, from 1
     */
    public long firstSequence() {
        return firstSequence;
    }

    /**
     * Returns the sequence of the last unconfirmed message.
     *
     * @return the publisher's sequence, from 1
     */
    public long lastSequence() {
        return lastSequence;
    }
}
