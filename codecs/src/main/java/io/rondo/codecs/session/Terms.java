package io.rondo.codecs.session;

import io.rondo.codecs.control.ChannelKind;

/**
 * What a peer was told explicitly about the channel, for the owner to compare. Whatever is null was not given, and then the
 * channel's own value holds.
 *
 * @param kind queue or topic
 * @param singleProducer whether the channel takes one producer only
 * @param capacity bytes of the data region, from 0
 * @param maxMessageLength longest message in bytes, from 0
 * @param schemaId SBE schema id, 0 to 65,534; 0 is any
 * @param schemaVersion version of that schema, 0 to 65,534; 0 is any
 * @param ephemeral whether the channel goes with its last participant
 */
public record Terms(ChannelKind kind, Boolean singleProducer, Integer capacity, Integer maxMessageLength,
        Integer schemaId, Integer schemaVersion, Boolean ephemeral) {
    /** Nothing given explicitly. */
    public static final Terms NONE = new Terms(null, null, null, null, null, null, null);
}
