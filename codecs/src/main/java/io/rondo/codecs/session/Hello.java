package io.rondo.codecs.session;

import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.SlowConsumer;
import java.util.Objects;

/**
 * First message of a peer: its identity and its request.
 *
 * @param publisherId the publisher, the same on every connection, never 0; 0 for another role
 * @param ownerId to resume: the id in the last {@link Welcome}; otherwise 0
 * @param nextSequence of the first message a publisher has to send, or a subscriber that resumes has not seen; otherwise 0
 * @param creditLimit subscriber: bytes of Data frames it is ready to take; otherwise 0
 * @param protocolVersion newest version the peer speaks, from 1 to 65,535
 * @param role what it is to the channel
 * @param slowConsumer for a topic's subscriber; null if not given
 * @param resume whether it continues after a connection that was lost
 * @param terms what it was told about the channel
 * @param channel the channel's name, 1 to 64 of {@code A-Za-z0-9._-}, not starting with a dot
 */
public record Hello(long publisherId, long ownerId, long nextSequence, long creditLimit, int protocolVersion, Role role,
        SlowConsumer slowConsumer, boolean resume, Terms terms, String channel) {
    /**
     * Checks that what is required is there, not the ranges, which are the receiver's to check.
     *
     * @throws NullPointerException if role, terms or channel is null
     */
    public Hello {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(channel, "channel");
    }
}
