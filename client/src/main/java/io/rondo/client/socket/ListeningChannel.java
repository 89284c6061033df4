package io.rondo.client.socket;

import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.Role;
import java.nio.file.Path;

/**
 * An owner's description of its channel.
 *
 * @param name of the channel
 * @param socket the owner's socket
 * @param ownerUid the user that owns the socket's file
 * @param welcome the channel's settings
 * @param producers live producers, in shared memory and connected
 * @param consumers live consumers, in shared memory and connected
 */
public record ListeningChannel(String name, Path socket, int ownerUid, Welcome welcome, int producers, int consumers) {
    /**
     * The owner's role.
     *
     * @return the role that only the owner has
     */
    public Role ownerRole() {
        return welcome.kind() == ChannelKind.TOPIC || welcome.kind() == ChannelKind.SEQUENCED
                ? Role.PRODUCER
                : Role.CONSUMER;
    }
}
