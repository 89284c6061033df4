package io.rondo.client.connect;

import io.rondo.client.Transport;
import io.rondo.core.segment.Role;

/**
 * What one side of a channel asks for.
 *
 * @param channel the name
 * @param role what it does
 * @param topic the kind it named; null if it named none
 * @param topicByDefault the kind of a channel it creates without having named one
 * @param transport what it may use
 * @param obstacle why this process cannot use shared memory; null if it can
 */
record OpenRequest(String channel, Role role, Boolean topic, boolean topicByDefault, Transport transport,
        String obstacle) {
    boolean usesSocketsOnly() {
        return transport == Transport.SOCKET || obstacle != null;
    }

    OpenRequest withoutSegments(String why) {
        return new OpenRequest(channel, role, topic, topicByDefault, transport, why);
    }
}
