package io.rondo.client.settings;

import io.rondo.client.Durability;
import io.rondo.client.StartPosition;
import io.rondo.core.layout.SequencedLayout;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The settings of one endpoint of a sequenced topic. Immutable; {@link io.rondo.client.SequencedTopic} explains them.
 *
 * @param channel the settings that other channels have, too
 * @param from the first message of a consumer
 * @param durability of the topic; null where the broker decides
 * @param producerId of a producer; 0 for none
 * @param durable name of a durable subscription; null for none
 */
public record SequencedSettings(ChannelSettings channel, StartPosition from, Durability durability, long producerId,
        String durable) {
    private static final Pattern SUBSCRIPTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Nothing is set. */
    public static final SequencedSettings DEFAULTS = of(ChannelSettings.DEFAULTS.kind(ChannelKind.SEQUENCED));

    /** Returns the settings of an endpoint without further ones. */
    public static SequencedSettings of(ChannelSettings channel) {
        return new SequencedSettings(channel, StartPosition.latest(), null, 0, null);
    }

    /**
     * Checks the name of a durable subscription.
     *
     * @param name of the subscription
     * @return the name
     * @throws IllegalArgumentException if it is none
     */
    public static String requireSubscriptionName(String name) {
        if (!SUBSCRIPTION.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException("subscription name '" + name
                    + "' is not 1 to 64 letters, digits, '.', '_' or '-' that begin with a letter or digit");
        }
        return name;
    }

    /** Replaces the settings that other channels have, too. */
    public SequencedSettings channel(ChannelSettings value) {
        return new SequencedSettings(value, from, durability, producerId, durable);
    }

    /** See {@link io.rondo.client.SequencedTopic#from}. */
    public SequencedSettings from(StartPosition value) {
        return new SequencedSettings(channel, Objects.requireNonNull(value, "position"), durability, producerId,
                durable);
    }

    /** See {@link io.rondo.client.SequencedTopic#durability}. */
    public SequencedSettings durability(Durability value) {
        return new SequencedSettings(channel, from, Objects.requireNonNull(value, "durability"), producerId,
                durable);
    }

    /** See {@link io.rondo.client.SequencedTopic#producerId}. */
    public SequencedSettings producerId(long value) {
        if (value < 1 || value > SequencedLayout.MAX_PRODUCER_ID) {
            throw new IllegalArgumentException("producer id " + value + " is out of range: use 1 to "
                    + SequencedLayout.MAX_PRODUCER_ID);
        }
        return new SequencedSettings(channel, from, durability, value, durable);
    }

    /** See {@link io.rondo.client.SequencedTopic#durable}. */
    public SequencedSettings durable(String value) {
        return new SequencedSettings(channel, from, durability, producerId, requireSubscriptionName(value));
    }
}
