package io.rondo.examples.first;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import java.nio.charset.StandardCharsets;

/** Publishes a message, which stays in the queue until it is received. */
public final class Send {
    private Send() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect(); Publisher greetings = rondo.queue("greetings").publisher()) {
            greetings.publish("hello".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
