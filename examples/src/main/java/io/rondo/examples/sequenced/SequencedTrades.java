package io.rondo.examples.sequenced;

import io.rondo.client.Buffers;
import io.rondo.client.Rondo;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import java.time.Duration;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/**
 * Two producers of a sequenced topic, and a durable subscriber that reads what was published before it came. Needs a
 * running broker: {@code rondo broker}.
 */
public final class SequencedTrades {
    private static final int TRADES = 3;

    private SequencedTrades() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect()) {
            run(rondo, System.out::println);
        }
    }

    public static void run(Rondo rondo, Consumer<String> out) {
        SequencedTopic trades = rondo.sequencedTopic("trades");
        // An id lets a producer continue after a crash: what the topic has of it already is ignored.
        try (SequencedPublisher london = trades.producerId(1).publisher();
                SequencedPublisher paris = trades.producerId(2).publisher()) {
            for (long price = london.lastRecorded() + 1; price <= TRADES; price++) {
                publish(london, price);
                publish(paris, -price);
            }
        }
        // The first subscriber of the name begins at the oldest message, each later one behind the last it has read.
        try (SequencedSubscriber books = trades.durable("books").from(StartPosition.earliest()).subscriber()) {
            int count = 0;
            while (count < 2 * TRADES) {
                int received = books.receive((sequence, timestamp, buffer, offset, length) -> out
                        .accept("trade " + sequence + ": " + buffer.getLong(offset)), 10, Duration.ofSeconds(2));
                if (received == 0) {
                    out.accept("no new trades");
                    return;
                }
                count += received;
            }
        }
    }

    private static void publish(SequencedPublisher publisher, long price) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        buffer.putLong(0, price);
        publisher.publish(Math.abs(price), buffer, 0, Long.BYTES);
    }
}
