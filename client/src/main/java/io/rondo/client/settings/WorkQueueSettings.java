package io.rondo.client.settings;

import io.rondo.core.segment.ChannelName;

/**
 * The settings of one endpoint of a work queue. Immutable; {@link io.rondo.client.WorkQueue} explains them.
 *
 * @param channel the settings that other channels have, too
 * @param deadLetters name of the channel for dead letters; null for the default
 */
public record WorkQueueSettings(ChannelSettings channel, String deadLetters) {
    private static final String SUFFIX = ".dead";

    /** Nothing is set. */
    public static final WorkQueueSettings DEFAULTS = of(ChannelSettings.DEFAULTS.kind(ChannelKind.WORK));

    /** Returns the settings of an endpoint without further ones. */
    public static WorkQueueSettings of(ChannelSettings channel) {
        return new WorkQueueSettings(channel, null);
    }

    /** Replaces the settings that other channels have, too. */
    public WorkQueueSettings channel(ChannelSettings value) {
        return new WorkQueueSettings(value, deadLetters);
    }

    /** See {@link io.rondo.client.WorkQueue#deadLetters}. */
    public WorkQueueSettings deadLetters(String value) {
        return new WorkQueueSettings(channel, ChannelName.require(value));
    }

    /**
     * Returns the name of the channel for dead letters.
     *
     * @param workQueue the name of the work queue
     * @throws IllegalArgumentException if it is the work queue's own, or the default is too long
     */
    public String deadLettersOf(String workQueue) {
        String name = deadLetters == null ? workQueue + SUFFIX : deadLetters;
        if (name.equals(workQueue)) {
            throw new IllegalArgumentException("channel " + workQueue
                    + " cannot take its own dead letters: name another channel for them");
        }
        return ChannelName.require(name);
    }
}
