package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Channels;

/** Subscribes and never reads: {@code kind}. */
final class SubscribeMain {
    private SubscribeMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL, Kind.valueOf(arguments[0]).options())) {
            System.out.println("ready " + in.consumers());
            System.in.read();
        }
    }
}
