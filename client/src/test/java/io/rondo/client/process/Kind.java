package io.rondo.client.process;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;

/** The kinds of channels, for both ends to agree on. */
public enum Kind {
    SINGLE_PRODUCER_QUEUE, QUEUE, TOPIC;

    public static final int CAPACITY = 65536;
    public static final String CHANNEL = "between";

    public ChannelSettings options() {
        ChannelSettings builder = ChannelSettings.DEFAULTS.capacity(CAPACITY)
                .kind(this == TOPIC ? ChannelKind.TOPIC : ChannelKind.QUEUE);
        return this == SINGLE_PRODUCER_QUEUE ? builder.singleProducer(true) : builder;
    }
}
