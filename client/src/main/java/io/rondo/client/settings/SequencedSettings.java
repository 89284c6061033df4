package io.rondo.client.settings;

import io.rondo.client.Durability;
import io.rondo.client.StartPosition;
import io.rondo.core.layout.SequencedLayout;
import java.util.Objects;

/**
 * The settings of one endpoint of a sequenced topic. Immutable; {@link io.rondo.client.SequencedTopic} explains them.
 *
 * @param channel the settings that other channels have, too
 * @param from the first message of a consumer
 * @param durability of the topic; null where the broker decides
 * @param producerId of a producer; 0 for none
 */
public record SequencedSettings(ChannelSettings channel, StartPosition from, Durability durability, long producerId) {
    /** Nothing is set. */
    public static final SequencedSettings DEFAULTS = of(ChannelSettings.DEFAULTS.kind(ChannelKind.SEQUENCED));

    /** Returns the settings of an endpoint without further ones. */
    public static SequencedSettings of(ChannelSettings channel) {
        return new SequencedSettings(channel, StartPosition.latest(), null, 0);
    }

    /** Replaces the settings that other channels have, too. */
    public SequencedSettings channel(ChannelSettings value) {
        return new SequencedSettings(value, from, durability, producerId);
    }

    /** See {@link io.rondo.client.SequencedTopic#from}. */
    public SequencedSettings from(StartPosition value) {
        return new SequencedSettings(channel, Objects.requireNonNull(value, "position"), durability, producerId);
    }

    /** See {@link io.rondo.client.SequencedTopic#durability}. */
    public SequencedSettings durability(Durability value) {
        return new SequencedSettings(channel, from, Objects.requireNonNull(value, "durability"), producerId);
    }

    /** See {@link io.rondo.client.SequencedTopic#producerId}. */
    public SequencedSettings producerId(long value) {
        if (value < 1 || value > SequencedLayout.MAX_PRODUCER_ID) {
            throw new IllegalArgumentException("producer id " + value + " is out of range: use 1 to "
                    + SequencedLayout.MAX_PRODUCER_ID);
        }
        return new SequencedSettings(channel, from, durability, value);
    }
}
