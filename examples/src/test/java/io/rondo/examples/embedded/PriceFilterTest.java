package io.rondo.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.testing.RondoTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** How a JUnit test embeds Rondo: each test has channels of its own, so tests run in parallel and leave nothing. */
@RondoTest
class PriceFilterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void pricesThatRepeatAreLeftOut(Rondo rondo) {
        try (Publisher source = rondo.queue("prices-in").publisher();
                Subscriber result = rondo.queue("prices-out").subscriber();
                PriceFilter filter = new PriceFilter(rondo)) {
            publish(source, 100, 100, 101);
            assertThat(filter.run(PATIENCE)).isEqualTo(3);
            assertThat(received(result)).containsExactly(100L, 101L);
        }
    }

    @Test
    void aFilterThatStartsLaterReadsWhatWaitsInTheQueue(Rondo rondo) {
        try (Publisher source = rondo.queue("prices-in").publisher()) {
            publish(source, 7);
        }

        try (PriceFilter filter = new PriceFilter(rondo)) {
            assertThat(filter.run(PATIENCE)).isEqualTo(1);
        }
    }

    private static void publish(Publisher publisher, long... prices) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        for (long price : prices) {
            buffer.putLong(0, price);
            assertThat(publisher.publish(buffer, 0, Long.BYTES, PATIENCE)).isPositive();
        }
    }

    private static List<Long> received(Subscriber subscriber) {
        List<Long> prices = new ArrayList<>();
        subscriber.poll((buffer, offset, length) -> prices.add(buffer.getLong(offset)), 100);
        return prices;
    }
}
