package io.rondo.core;

/** A topic's publisher stopped waiting for this consumer, which was attached to be evicted rather than to hold it up. */
public final class EvictedException extends RondoException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message says how far behind the consumer was and what to do
     */
    public EvictedException(String message) {
        super(message);
    }
}
