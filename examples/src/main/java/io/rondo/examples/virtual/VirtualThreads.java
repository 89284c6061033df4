package io.rondo.examples.virtual;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Twenty virtual threads publish to one queue, each with a publisher of its own, and one virtual thread receives.
 * Calls that wait ({@code claim}, {@code publish}, {@code receive}) release the carrier thread; a loop around {@code
 * tryClaim} or {@code poll} would keep it.
 */
public final class VirtualThreads {
    private static final int PUBLISHERS = 20;
    private static final int MESSAGES = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private VirtualThreads() {}

    public static void main(String[] arguments) {
        AtomicLong sum = new AtomicLong();
        try (Rondo rondo = Rondo.connect()) {
            // A small ring, so that the publishers wait for room.
            Queue numbers = rondo.queue("virtual-numbers").ephemeral(true).capacity(4096);
            try (Subscriber subscriber = numbers.subscriber();
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> receive(subscriber, sum));
                for (int i = 0; i < PUBLISHERS; i++) {
                    threads.submit(() -> publish(numbers));
                }
            }
        }
        System.out.println("sum " + sum);
    }

    private static void receive(Subscriber subscriber, AtomicLong sum) {
        int received = 0;
        int count = 1;
        while (received < PUBLISHERS * MESSAGES && count > 0) {
            count = subscriber.receive((buffer, offset, length) -> sum.addAndGet(buffer.getInt(offset)), 100, PATIENCE);
            received += count;
        }
        System.out.println("received " + received);
    }

    private static void publish(Queue numbers) {
        try (Publisher publisher = numbers.publisher()) {
            for (int i = 1; i <= MESSAGES; i++) {
                Claim claim = publisher.claim(Integer.BYTES, PATIENCE);
                if (claim == null) {
                    throw new IllegalStateException("no room within " + PATIENCE);
                }
                try (claim) {
                    claim.buffer().putInt(claim.offset(), i);
                    claim.commit();
                }
            }
        }
    }
}
