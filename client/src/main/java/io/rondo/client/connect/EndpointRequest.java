package io.rondo.client.connect;

import io.rondo.client.Transport;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.Role;

/**
 * The request to open one side of a channel.
 *
 * @param channel the name
 * @param role of the participant
 * @param form the form that the user named, or that is known otherwise; null if none
 * @param topicByDefault the kind of a channel created without a named kind
 * @param transport the allowed transport
 * @param obstacle why this process cannot use shared memory; null if it can
 */
record EndpointRequest(String channel, Role role, ChannelForm form, boolean topicByDefault, Transport transport,
        String obstacle) {
    /** Whether this process cannot or must not open a segment by its path. */
    boolean usesSocketsOnly() {
        return transport == Transport.SOCKET || transport == Transport.SHM_DESCRIPTOR || obstacle != null;
    }

    EndpointRequest with(ChannelForm known) {
        return new EndpointRequest(channel, role, known, topicByDefault, transport, obstacle);
    }

    EndpointRequest withoutSegments(String why) {
        return new EndpointRequest(channel, role, form, topicByDefault, transport, why);
    }
}
