package io.rondo.codecs.session;

import io.rondo.codecs.control.ChannelKind;
import java.util.Objects;

/**
 * The owner lets a peer in, and says what the channel is.
 *
 * @param ownerId this life of the owner, never 0: another id is another owner, which knows nothing of sequences confirmed before
 * @param confirmedSequence publisher: all up to here is confirmed; subscriber: the first Data carries a later one; from 0
 * @param creditLimit bytes of Data frames a publisher may send; 0 for another role
 * @param maxMessageLength longest message of the channel in bytes, from 0
 * @param capacity bytes of the channel's data region, from 0
 * @param protocolVersion spoken from now on, from 1 to the peer's
 * @param schemaId SBE schema of the channel, 0 to 65,535; 0 is any
 * @param schemaVersion version of that schema, 0 to 65,535; 0 is any
 * @param kind queue or topic
 * @param singleProducer whether the channel takes one producer only
 * @param ephemeral whether the channel goes with its last participant
 * @param sharedMemory whether the owner keeps it in a segment, which others may map
 * @param competingConsumers whether its consumers compete for the messages
 */
public record Welcome(long ownerId, long confirmedSequence, long creditLimit, int maxMessageLength, int capacity,
        int protocolVersion, int schemaId, int schemaVersion, ChannelKind kind, boolean singleProducer,
        boolean ephemeral, boolean sharedMemory, boolean competingConsumers) {
    /**
     * Checks that what is required is there, not the ranges, which are the receiver's to check.
     *
     * @throws NullPointerException if the kind is null
     */
    public Welcome {
        Objects.requireNonNull(kind, "kind");
    }
}
