package io.rondo.codecs.session;

import io.rondo.codecs.control.Start;
import java.util.Objects;

/**
 * What a peer of a sequenced topic asks of the topic. It precedes {@link Hello}.
 *
 * @param producerId publisher: its producer id, from 1; otherwise 0
 * @param start subscriber: its first message; otherwise null
 * @param startTimestamp with the start {@code TIME}: nanoseconds since the epoch; otherwise 0
 * @param subscription name of a durable subscription, which is made if it does not exist; empty for none
 */
public record Join(long producerId, Start start, long startTimestamp, String subscription) {
    /**
     * Checks that the name is there, not the ranges, which are the receiver's to check.
     *
     * @throws NullPointerException if the name is null
     */
    public Join {
        Objects.requireNonNull(subscription, "subscription");
    }

    /** Returns the message of a publisher. */
    public static Join ofPublisher(long producerId) {
        return new Join(producerId, null, 0, "");
    }
}
