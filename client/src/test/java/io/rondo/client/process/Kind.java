package io.rondo.client.process;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

/** The kinds of channels, for both ends to agree on. */
public enum Kind {
    SINGLE_PRODUCER_QUEUE, QUEUE, TOPIC;

    public static final int CAPACITY = 65536;
    public static final String CHANNEL = "between";

    public ChannelOptions.Builder options() {
        ChannelOptions.Builder builder = ChannelOptions.builder().capacity(CAPACITY)
                .kind(this == TOPIC ? ChannelKind.TOPIC : ChannelKind.QUEUE);
        return this == SINGLE_PRODUCER_QUEUE ? builder.singleProducer(true) : builder;
    }
}
