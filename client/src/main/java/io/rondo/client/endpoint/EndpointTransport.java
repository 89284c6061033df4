package io.rondo.client.endpoint;

import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.core.sync.GroupParking;

/**
 * One endpoint's attachment to a channel over some transport. Must not refer to the publisher or subscriber that uses
 * it, because it is closed when that has become unreachable.
 */
public interface EndpointTransport {
    /** Where the endpoint's thread sleeps. */
    GroupParking parking();

    /** Makes waits in {@link #parking()} end with an exception, from now on. Any thread; idempotent. */
    void endWaits();

    /** Counts the live consumers. Any thread. */
    int consumers();

    /** Counts the live producers. Any thread. */
    int producers();

    /** The transport, for the user. */
    Transport transport();

    /**
     * The reason for which this ended without a call of close(). Any thread.
     *
     * @return a new exception for the caller to throw, or null if close() was called
     */
    default RondoException failure() {
        return null;
    }

    /**
     * A loss of messages that no call has reported yet.
     *
     * @return the exception that close() throws, or null
     */
    default RondoException unreportedLoss() {
        return null;
    }

    /**
     * Detaches from the channel. Called once, when no call is in progress and none can begin.
     *
     * @throws RondoException if messages may be lost; this is detached nevertheless
     */
    void detach();
}
