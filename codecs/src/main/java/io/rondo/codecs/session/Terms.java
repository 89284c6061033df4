package io.rondo.codecs.session;

import io.rondo.codecs.control.ChannelKind;

/**
 * The properties of a channel that a peer's user set explicitly, for the owner to compare. A null value was not set and
 * matches anything.
 *
 * @param kind queue or topic
 * @param singleProducer whether the channel takes one producer only
 * @param capacity bytes of the data region, from 0
 * @param maxMessageLength longest message in bytes, from 0
 * @param schemaId SBE schema id, 0 to 65,534; 0 is any
 * @param schemaVersion version of that schema, 0 to 65,534; 0 is any
 * @param ephemeral whether the channel is removed with its last participant
 * @param maxDeliveries limit of deliveries of a work queue, from 0; 0 is none
 * @param processingDeadline of a work queue in milliseconds, from 0; 0 is none
 * @param responders most responders of a service, from 1
 */
public record Terms(ChannelKind kind, Boolean singleProducer, Integer capacity, Integer maxMessageLength,
        Integer schemaId, Integer schemaVersion, Boolean ephemeral, Integer maxDeliveries,
        Integer processingDeadline, Integer responders) {
    /** Nothing given explicitly. */
    public static final Terms NONE = new Terms(null, null, null, null, null, null, null);

    /** Creates the terms of a channel that is neither a work queue nor a service. */
    public Terms(ChannelKind kind, Boolean singleProducer, Integer capacity, Integer maxMessageLength,
            Integer schemaId, Integer schemaVersion, Boolean ephemeral) {
        this(kind, singleProducer, capacity, maxMessageLength, schemaId, schemaVersion, ephemeral, null, null, null);
    }
}
