package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import java.time.Duration;

/** Owns the queue {@code q}, and reports each of two messages. */
final class TwoMessagesMain {
    private TwoMessagesMain() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect(); Subscriber in = rondo.queue("q").transport(Transport.AUTO).subscriber()) {
            System.out.println("ready");
            for (int i = 0; i < 2; i++) {
                if (in.receive((buffer, offset, length) -> System.out.println("message"), 1,
                        Duration.ofSeconds(60)) == 0) {
                    throw new AssertionError("nothing came: " + i);
                }
            }
        }
    }
}
