package io.rondo.client;

/**
 * A subscriber of a sequenced topic asked for a message that the topic does not keep any more. {@link
 * StartPosition#earliest()} begins at the oldest message that is available.
 */
public final class SequenceUnavailableException extends RondoException {
    private static final long serialVersionUID = 1L;

    /** Sequence of the oldest message that was available. */
    private final long oldest;

    /**
     * Creates the exception.
     *
     * @param message names the message asked for, the oldest available one and the remedy
     * @param oldest sequence of the oldest message that was available
     */
    public SequenceUnavailableException(String message, long oldest) {
        super(message);
        this.oldest = oldest;
    }

    /**
     * Returns the oldest message that was available.
     *
     * @return its sequence, from 1
     */
    public long oldest() {
        return oldest;
    }
}
