package io.rondo.client.socket;

import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.Role;
import java.nio.file.Path;

/**
 * A channel as its owner describes it to who asks.
 *
 * @param name of the channel
 * @param socket where its owner listens
 * @param ownerUid the user the socket's file belongs to
 * @param welcome what the channel is
 * @param producers how many live, over shared memory and sockets together
 * @param consumers how many live, over shared memory and sockets together
 */
public record ListeningChannel(String name, Path socket, int ownerUid, Welcome welcome, int producers, int consumers) {
    /**
     * What its owner is to the channel.
     *
     * @return the only one of its role
     */
    public Role ownerRole() {
        return welcome.kind() == ChannelKind.TOPIC ? Role.PRODUCER : Role.CONSUMER;
    }
}
