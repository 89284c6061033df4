package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Channels;
import java.time.Duration;

/** Consumes and checks: {@code kind count}. */
final class BulkConsumerMain {
    private BulkConsumerMain() {}

    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[1]);
        BulkReader reader = new BulkReader();
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL, Kind.valueOf(arguments[0]).options())) {
            System.out.println("ready");
            while (reader.count() < count && in.receive(reader, 1000, Duration.ofSeconds(20)) > 0) {
                if (in.lost() != 0) {
                    throw new AssertionError("lost " + in.lost());
                }
            }
        }
        System.out.println(reader.count() + " " + reader.lastOf());
    }
}
