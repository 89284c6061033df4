package io.rondo.examples.slow;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;

/**
 * A topic with a consumer that does not keep up. It drops the oldest messages, so the publisher never waits for it,
 * and it learns exactly how many messages it lost.
 */
public final class SlowTopicConsumer {
    private static final int MESSAGES = 1000;

    private SlowTopicConsumer() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect()) {
            // 4096 bytes hold 64 messages of up to 56 bytes.
            Topic prices = rondo.topic("slow-prices").ephemeral(true).capacity(4096);
            try (Publisher publisher = prices.publisher();
                    Subscriber subscriber = prices.slowConsumer(SlowConsumer.DROP_OLDEST).subscriber()) {
                publish(publisher);
                consume(subscriber);
            }
        }
    }

    private static void publish(Publisher publisher) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        for (long price = 1; price <= MESSAGES; price++) {
            buffer.putLong(0, price);
            // Another consumer of the topic may use SlowConsumer.BLOCK, and then there may be no room.
            if (publisher.tryPublish(buffer, 0, Long.BYTES) == Publisher.BACK_PRESSURED) {
                throw new IllegalStateException("a consumer that drops messages held the publisher up");
            }
        }
    }

    private static void consume(Subscriber subscriber) {
        AtomicLong last = new AtomicLong();
        long received = 0;
        while (last.get() < MESSAGES) {
            received += subscriber.poll((buffer, offset, length) -> last.set(buffer.getLong(offset)), 10);
        }
        System.out.println("last message: " + last);
        System.out.println("received and lost: " + (received + subscriber.lost()));
        System.out.println("lost some: " + (subscriber.lost() > 0));
    }
}
