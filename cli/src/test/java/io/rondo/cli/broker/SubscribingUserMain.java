package io.rondo.cli.broker;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.time.Duration;

/** A subscriber of another user. Prints each sequence, or the class and the message of the exception. */
public final class SubscribingUserMain {
    private static final Duration LONG = Duration.ofSeconds(60);

    private SubscribingUserMain() {}

    /** Arguments: directory of the sockets, topic. */
    public static void main(String[] arguments) {
        RondoConfig config = RondoConfig.builder().socketDirectory(Path.of(arguments[0]))
                .directory(Path.of("/proc/none")).transport(Transport.SOCKET).build();
        try (Rondo rondo = Rondo.connect(config);
                SequencedSubscriber subscriber = rondo.sequencedTopic(arguments[1]).from(StartPosition.earliest())
                        .subscriber()) {
            while (true) {
                subscriber.receive((sequence, timestamp, buffer, offset, length) -> System.out
                        .println("received " + sequence), 1, LONG);
            }
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
