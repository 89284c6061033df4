package io.rondo.broker.crash;

import io.rondo.broker.Broker;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;

/** Loads the classes that a broker, its producers and its subscribers need, for a cache. */
final class BrokerTrainingMain {
    /** The second broker recovers the logs of the first. */
    private static final int BROKERS = 2;
    private static final long FEW = 20;

    private BrokerTrainingMain() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < BROKERS; i++) {
            Broker broker = Broker.start(BrokerMain.settings(Path.of(System.getenv("RONDO_DIR"))));
            try (Rondo rondo = Rondo.connect()) {
                for (Durability durability : Durability.values()) {
                    exchange(rondo, durability);
                }
            } finally {
                broker.close();
            }
        }
    }

    private static void exchange(Rondo rondo, Durability durability) {
        try (SequencedPublisher out = rondo.sequencedTopic("topic-" + durability).durability(durability).publisher();
                SequencedSubscriber in = rondo.sequencedTopic("topic-" + durability).durability(durability)
                        .subscriber()) {
            MutableDirectBuffer message = Buffers.allocate(Long.BYTES);
            long last = 0;
            for (int i = 0; i < FEW; i++) {
                last = out.publish(message, 0, Long.BYTES);
            }
            int received = 0;
            while (received < FEW) {
                received += in.receive((sequence, timestamp, buffer, offset, length) -> {
                    // Its content is of no interest.
                }, 1, Duration.ofSeconds(Watchdog.SECONDS));
            }
            long published = last;
            Watchdog.await("the confirmation of message " + published, () -> out.confirmed() >= published);
        }
    }
}
