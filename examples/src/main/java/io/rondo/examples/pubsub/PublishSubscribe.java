package io.rondo.examples.pubsub;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.MutableDirectBuffer;

/**
 * Publishes ten messages to a queue and receives them. Publisher and subscriber usually live in two processes; here they
 * are two threads of one, each with an endpoint of its own.
 */
public final class PublishSubscribe {
    private static final int MESSAGES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PublishSubscribe() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Rondo rondo = Rondo.connect()) {
            // An ephemeral channel is removed with its last participant. Both sides describe the channel alike.
            Queue greetings = rondo.queue("greetings").ephemeral(true);
            try (Subscriber subscriber = greetings.subscriber()) {
                Thread publishing = Thread.ofPlatform().name("publisher").start(() -> publish(greetings));
                receive(subscriber);
                publishing.join();
            }
        }
    }

    private static void publish(Queue greetings) {
        MutableDirectBuffer buffer = Buffers.allocate(64);
        try (Publisher publisher = greetings.publisher()) {
            for (int i = 1; i <= MESSAGES; i++) {
                int length = buffer.putStringWithoutLengthAscii(0, "greeting " + i);
                // Waits for room, at most this long. A result below 0 means that the message was not written.
                long sequence = publisher.publish(buffer, 0, length, PATIENCE);
                if (sequence < 0) {
                    throw new IllegalStateException("no room for greeting " + i + " within " + PATIENCE);
                }
            }
        }
    }

    private static void receive(Subscriber subscriber) {
        AtomicInteger received = new AtomicInteger();
        while (received.get() < MESSAGES) {
            int count = subscriber.receive((buffer, offset, length) -> {
                // The view is valid until the handler returns: copy what is kept.
                System.out.println(buffer.getStringWithoutLengthAscii(offset, length));
                received.incrementAndGet();
            }, MESSAGES, PATIENCE);
            if (count == 0) {
                throw new IllegalStateException("no message within " + PATIENCE);
            }
        }
    }
}
