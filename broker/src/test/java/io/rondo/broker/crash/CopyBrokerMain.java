package io.rondo.broker.crash;

import io.rondo.broker.Broker;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.topic.NamePattern;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Durability;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker of {@code RONDO_DIR} with a bridge of topic {@code orders}. Arguments: direction, durability, ports of the data and of
 * the control stream, directory of the media driver. Prints "ready" and runs until it is killed.
 */
public final class CopyBrokerMain {
    static final String TOPIC = "orders";

    private CopyBrokerMain() {}

    private static AeronStream stream(String port) {
        return new AeronStream("aeron:udp?term-length=64k|endpoint=127.0.0.1:" + port, 1);
    }

    /** Runs the broker. */
    public static void main(String[] arguments) throws InterruptedException {
        BridgeSettings bridge = new BridgeSettings("orders", BridgeDirection.valueOf(arguments[0]),
                new NamePattern(TOPIC), BridgeKind.SEQUENCED, stream(arguments[2]), stream(arguments[3]));
        Broker.start(BrokerMain.settings(Path.of(System.getenv("RONDO_DIR")))
                .topics(new TopicRules(List.of(), TopicRule.DEFAULT.durability(Durability.valueOf(arguments[1]))))
                .bridges(new BrokerBridgeSettings(Path.of(arguments[4]), List.of(bridge))));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
