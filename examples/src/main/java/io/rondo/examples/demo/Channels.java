package io.rondo.examples.demo;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.examples.orders.NewOrderEncoder;

/** The demo's two channels. */
final class Channels {
    static final String ORDERS = "orders";
    static final String EXECUTIONS = "executions";
    private static final int CAPACITY = 256 << 10;

    private Channels() {}

    /** A queue with one producer. */
    static ChannelOptions orders() {
        return common().kind(ChannelKind.QUEUE).singleProducer(true).build();
    }

    static ChannelOptions executions() {
        return common().kind(ChannelKind.TOPIC).build();
    }

    private static ChannelOptions.Builder common() {
        return ChannelOptions.builder().capacity(CAPACITY).schema(NewOrderEncoder.SCHEMA_ID,
                NewOrderEncoder.SCHEMA_VERSION);
    }
}
