package io.rondo.containers;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import java.time.Duration;

/** The producer that wakes {@link ParkedMain}: publishes each message when the consumer has been idle for a second. */
final class WakingMain {
    private static final Duration WATCHDOG = Duration.ofMinutes(2);
    private static final long IDLE_MILLIS = 1000;
    private static final long INTERVAL_MILLIS = 10;

    private WakingMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (Rondo rondo = Rondo.connect(); Publisher publisher = rondo.queue(args[0]).publisher()) {
            for (int i = 0; i < ParkedMain.MESSAGES; i++) {
                long sequence = publisher.publish(Buffers.allocate(Long.BYTES), 0, Long.BYTES, WATCHDOG);
                if (sequence < 0) {
                    throw new IllegalStateException("message " + i + " was not published: " + sequence);
                }
                while (publisher.confirmed() < sequence) {
                    Thread.sleep(INTERVAL_MILLIS);
                }
                System.out.println("published over " + publisher.transport());
                Thread.sleep(IDLE_MILLIS);
            }
        }
    }
}
