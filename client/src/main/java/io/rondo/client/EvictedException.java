package io.rondo.client;

/**
 * The topic's publisher evicted this subscriber, which was attached with {@link SlowConsumer#EVICT} and did not keep up.
 * Subscribe again to go on with new messages.
 */
public final class EvictedException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message says how far behind the subscriber was, and the remedy
     */
    public EvictedException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message says how far behind the subscriber was, and the remedy
     * @param cause the failure below
     */
    public EvictedException(String message, Throwable cause) {
        super(message, cause);
    }
}
