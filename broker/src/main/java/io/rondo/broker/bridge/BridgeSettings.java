package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.topic.NamePattern;
import io.rondo.core.segment.ChannelName;
import java.util.List;
import java.util.Objects;

/**
 * What one bridge connects. Immutable.
 *
 * @param name of the bridge, for messages
 * @param direction which way messages go; of a sequenced topic: from the home to a copy
 * @param channel a local channel, or a pattern for topics. A bridge that sends reads all topics that match. A bridge that
 *        receives publishes each message on the channel with the name it was read from, if that matches
 * @param kind what the local channel is
 * @param stream the Aeron channel and stream
 * @param control of a sequenced topic, the Aeron channel and stream from the copy to the home; null for others
 */
public record BridgeSettings(String name, BridgeDirection direction, NamePattern channel, BridgeKind kind,
        AeronStream stream, AeronStream control) {
    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the channel is no name of a channel, or a pattern for other than topics, or the
     *         control stream is missing or not needed
     */
    public BridgeSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(stream, "stream");
        if (!channel.isPattern()) {
            ChannelName.require(channel.text());
        } else if (kind == BridgeKind.QUEUE) {
            throw new IllegalArgumentException("channel " + channel.text()
                    + " is a pattern, and a bridge takes the messages of a queue away from other consumers: name one"
                    + " queue");
        } else if (kind == BridgeKind.SEQUENCED) {
            throw new IllegalArgumentException("channel " + channel.text()
                    + " is a pattern, and a bridge has one sequenced topic: name it");
        }
        if ((kind == BridgeKind.SEQUENCED) == (control == null)) {
            throw new IllegalArgumentException(control == null
                    ? "a bridge of a sequenced topic needs a stream from the copy to the home: give control-uri and"
                            + " control-stream"
                    : "control-uri is only for kind sequenced: leave it out");
        }
    }

    /** A bridge of plain topics, or of a queue. */
    public BridgeSettings(String name, BridgeDirection direction, NamePattern channel, boolean queue,
            AeronStream stream) {
        this(name, direction, channel, queue ? BridgeKind.QUEUE : BridgeKind.TOPIC, stream, null);
    }

    /** Returns whether the local channel is a queue. */
    boolean queue() {
        return kind == BridgeKind.QUEUE;
    }

    /** Returns whether it receives the copy of a sequenced topic. */
    boolean isCopy() {
        return kind == BridgeKind.SEQUENCED && direction == BridgeDirection.RECEIVE;
    }

    /** Returns why it cannot be opened now: a host or an interface that cannot be found; null if there is no reason. */
    String problem() {
        try {
            stream.requireUsable();
            if (control != null) {
                control.requireUsable();
            }
            if (output() != null) {
                output().requireFitting();
            }
            return null;
        } catch (IllegalArgumentException e) {
            return "bridge " + name + ": " + e.getMessage();
        }
    }

    private AeronStream output() {
        return direction == BridgeDirection.SEND ? stream : control;
    }

    private AeronStream input() {
        return direction == BridgeDirection.RECEIVE ? stream : control;
    }

    /**
     * Checks bridges that run beside each other.
     *
     * @param bridges all bridges of a process
     * @throws IllegalArgumentException if two of them send on one stream, or read one, or receive one sequenced topic; the
     *         message names them
     */
    public static void requireDistinct(List<BridgeSettings> bridges) {
        for (int i = 0; i < bridges.size(); i++) {
            for (BridgeSettings other : bridges.subList(0, i)) {
                BridgeSettings bridge = bridges.get(i);
                requireOther(other, bridge, other.output(), bridge.output(), "send on");
                requireOther(other, bridge, other.input(), bridge.input(), "receive from");
                if (bridge.isCopy() && other.isCopy() && bridge.channel.equals(other.channel)) {
                    throw new IllegalArgumentException("bridges " + other.name + " and " + bridge.name
                            + " both receive sequenced topic " + bridge.channel.text()
                            + ": a copy has one home, remove one");
                }
            }
        }
    }

    private static void requireOther(BridgeSettings first, BridgeSettings second, AeronStream one, AeronStream two,
            String use) {
        if (one != null && two != null && two.isSameAs(one)) {
            throw new IllegalArgumentException("bridges " + first.name + " and " + second.name + " both " + use
                    + " stream " + two.id() + " of " + two.uri() + ": give each a stream of its own, or remove one");
        }
    }
}
