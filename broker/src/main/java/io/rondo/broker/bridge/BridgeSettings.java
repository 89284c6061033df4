package io.rondo.broker.bridge;

import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.topic.NamePattern;
import io.rondo.core.segment.ChannelName;
import java.util.List;
import java.util.Objects;

/**
 * What one bridge connects. Immutable.
 *
 * @param name of the bridge, for messages
 * @param direction which way messages go
 * @param channel a local channel, or a pattern for topics. A bridge that sends reads all topics that match. A bridge that
 *        receives publishes each message on the channel with the name it was read from, if that matches
 * @param queue whether the local channel is a queue; otherwise a topic
 * @param stream the Aeron channel and stream
 */
public record BridgeSettings(String name, BridgeDirection direction, NamePattern channel, boolean queue,
        AeronStream stream) {
    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the channel is no name of a channel, or a pattern for queues
     */
    public BridgeSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(stream, "stream");
        if (!channel.isPattern()) {
            ChannelName.require(channel.text());
        } else if (queue) {
            throw new IllegalArgumentException("channel " + channel.text()
                    + " is a pattern, and a bridge takes the messages of a queue away from other consumers: name one"
                    + " queue");
        }
    }

    /**
     * Checks bridges that run beside each other.
     *
     * @param bridges all bridges of a process
     * @throws IllegalArgumentException if two of them send on one stream, or read one; the message names them
     */
    public static void requireDistinct(List<BridgeSettings> bridges) {
        for (int i = 0; i < bridges.size(); i++) {
            for (BridgeSettings other : bridges.subList(0, i)) {
                BridgeSettings bridge = bridges.get(i);
                if (bridge.direction == other.direction && bridge.stream.isSameAs(other.stream)) {
                    throw new IllegalArgumentException("bridges " + other.name + " and " + bridge.name + " both "
                            + (bridge.direction == BridgeDirection.SEND ? "send on" : "receive from") + " stream "
                            + bridge.stream.id() + " of " + bridge.stream.uri()
                            + ": give each a stream of its own, or remove one");
                }
            }
        }
    }
}
