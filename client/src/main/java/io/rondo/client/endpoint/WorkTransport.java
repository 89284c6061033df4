package io.rondo.client.endpoint;

import io.rondo.client.LeaseLostException;

/**
 * The transport of a consumer of a work queue. A poll acknowledges each message when its handler returns, unless the handler
 * has called {@link #keep()}, {@link #acknowledge} or {@link #giveBack}. All methods are called inside a call of the
 * subscriber.
 */
public interface WorkTransport extends ConsumerTransport {
    /** Keeps the message that is being delivered after its handler has returned, too. */
    void keep();

    /** Returns the id of the message that is being delivered. */
    long id();

    /** Returns how often that message was delivered, this time included. */
    int deliveries();

    /** Returns whether that message was taken over from another consumer. */
    boolean isTakenOver();

    /**
     * Returns whether that message was delivered as often as the channel allows and is delivered now only to be
     * acknowledged. Only on the request queue of a service, which has no channel for dead letters.
     */
    default boolean isDead() {
        return false;
    }

    /**
     * Acknowledges a held message.
     *
     * @throws LeaseLostException if another consumer has taken it over
     * @throws IllegalStateException if no message with this id is held
     */
    void acknowledge(long id);

    /**
     * Notes that a held message is processed and will be acknowledged later: {@link #detach()} acknowledges it, and does not
     * return it.
     *
     * @throws IllegalStateException if no message with this id is held
     */
    void markProcessed(long id);

    /**
     * Returns a held message.
     *
     * @param id of the message
     * @param delayNanos shortest time until the next delivery
     * @throws LeaseLostException if another consumer has taken it over
     * @throws IllegalStateException if no message with this id is held
     */
    void giveBack(long id, long delayNanos);

    /** Returns the number of held messages. */
    int held();
}
