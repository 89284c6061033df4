package io.rondo.client.process;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import java.time.Duration;

/** Answers each message of {@code ping} in {@code pong}, asleep in between: {@code kind count [transport]}. */
final class EchoMain {
    private EchoMain() {}

    public static void main(String[] arguments) {
        Kind kind = Kind.valueOf(arguments[0]);
        ChannelSettings settings = kind.options().waitStrategy(WaitStrategy.park())
                .transport(arguments.length > 2 ? Transport.valueOf(arguments[2]) : Transport.SHM);
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, "ping", settings);
                Publisher out = Channels.publisher(rondo, "pong", settings)) {
            awaitConsumer(out);
            System.out.println("ready");
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                if (in.receive((buffer, offset, length) -> out.publish(buffer, offset, length), 1,
                        Duration.ofSeconds(20)) == 0) {
                    throw new AssertionError("nothing came: " + i);
                }
            }
        }
        System.out.println("done");
    }

    /** A topic's message reaches the consumers that have joined before. */
    static void awaitConsumer(Publisher publisher) {
        while (publisher.consumers() == 0) {
            Thread.yield();
        }
    }
}
