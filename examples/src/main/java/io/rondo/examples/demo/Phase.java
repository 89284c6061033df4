package io.rondo.examples.demo;

import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Topic;
import io.rondo.client.WaitStrategy;
import io.rondo.examples.orders.NewOrderEncoder;
import java.util.Locale;

/** A part of the demo, with a queue of its own. Both processes go through all phases in order. */
enum Phase {
    /** The trader keeps the queue full. */
    SATURATED("orders", WaitStrategy.spinThenPark(), ""),
    /** One request at a time; both processes spin while they wait. */
    SPINNING("orders-spinning", WaitStrategy.busySpin(), "both processes spin"),
    /** One request at a time; both processes sleep in the kernel while they wait. */
    PARKED("orders-parked", WaitStrategy.park(), "both processes sleep between messages");

    private static final int CAPACITY = 256 << 10;

    private final String channel;
    private final WaitStrategy strategy;
    private final String meaning;

    Phase(String channel, WaitStrategy strategy, String meaning) {
        this.channel = channel;
        this.strategy = strategy;
        this.meaning = meaning;
    }

    /** The name in lower case. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the processes do while they wait. */
    String meaning() {
        return meaning;
    }

    /** The queue of requests, which has one producer. */
    Queue orders(Rondo rondo) {
        return rondo.queue(channel).singleProducer(true).capacity(CAPACITY).waitStrategy(strategy)
                .schema(NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION);
    }

    /** The topic with the answers to all phases. */
    Topic executions(Rondo rondo) {
        return rondo.topic("executions").capacity(CAPACITY).waitStrategy(strategy)
                .schema(NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION);
    }
}
