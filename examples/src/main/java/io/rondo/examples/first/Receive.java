package io.rondo.examples.first;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.time.Duration;

/** Prints the messages that are in the queue, or the first one within a minute. */
public final class Receive {
    private Receive() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect(); Subscriber greetings = rondo.queue("greetings").subscriber()) {
            greetings.receive((message, offset, length) -> System.out
                    .println(message.getStringWithoutLengthAscii(offset, length)), 10, Duration.ofMinutes(1));
        }
    }
}
