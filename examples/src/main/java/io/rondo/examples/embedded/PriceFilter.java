package io.rondo.examples.embedded;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An application that copies each price that differs from the one before from channel {@code prices-in} to channel
 * {@code prices-out}. It gets its {@link Rondo} from outside, so a JUnit test runs it on channels in a temporary
 * directory.
 */
public final class PriceFilter implements AutoCloseable {
    private static final int BATCH = 100;

    private final Subscriber in;
    private final Publisher out;
    private long last;

    /**
     * Attaches to both channels.
     *
     * @param rondo where the channels are; closed by the caller
     */
    public PriceFilter(Rondo rondo) {
        in = rondo.queue("prices-in").subscriber();
        out = rondo.queue("prices-out").publisher();
    }

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect();
                Publisher source = rondo.queue("prices-in").ephemeral(true).publisher();
                Subscriber result = rondo.queue("prices-out").ephemeral(true).subscriber();
                PriceFilter filter = new PriceFilter(rondo)) {
            MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
            for (long price : new long[]{100, 100, 101, 101, 100}) {
                buffer.putLong(0, price);
                source.publish(buffer, 0, Long.BYTES);
            }
            filter.run(Duration.ofSeconds(60));
            result.poll((message, offset, length) -> System.out.println(message.getLong(offset)), BATCH);
        }
    }

    /**
     * Filters the prices that are there.
     *
     * @param patience the longest wait for the first price
     * @return the number of prices read
     */
    public int run(Duration patience) {
        return in.receive(this::onPrice, BATCH, patience);
    }

    private void onPrice(DirectBuffer buffer, int offset, int length) {
        long price = buffer.getLong(offset);
        if (price != last) {
            // Waits for room. An exception here leaves the price unconfirmed: the next poll delivers it again.
            out.publish(buffer, offset, length);
            last = price;
        }
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
