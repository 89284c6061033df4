package io.rondo.broker.access;

import io.rondo.client.Buffers;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;

/** A client of another user. Prints what it did, or the class and the message of the exception. */
public final class OtherUserMain {
    private static final Duration LONG = Duration.ofSeconds(60);

    private OtherUserMain() {}

    /** Arguments: directory of the sockets, {@code pub} or {@code sub}, topic. */
    public static void main(String[] arguments) {
        RondoConfig config = RondoConfig.builder().socketDirectory(Path.of(arguments[0]))
                .directory(Path.of("/proc/none"))
                .transport(Transport.SOCKET).build();
        try (Rondo rondo = Rondo.connect(config)) {
            if (arguments[1].equals("pub")) {
                publish(rondo, arguments[2]);
            } else {
                subscribe(rondo, arguments[2]);
            }
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void publish(Rondo rondo, String topic) {
        try (SequencedPublisher publisher = rondo.sequencedTopic(topic).publisher()) {
            MutableDirectBuffer message = Buffers.allocate(Long.BYTES);
            message.putLong(0, 1);
            System.out.println("published " + publisher.publish(message, 0, Long.BYTES));
        }
    }

    private static void subscribe(Rondo rondo, String topic) {
        try (SequencedSubscriber subscriber = rondo.sequencedTopic(topic).from(StartPosition.earliest()).subscriber()) {
            System.out.println("subscribed");
            while (true) {
                subscriber.receive((sequence, timestamp, buffer, offset, length) -> System.out
                        .println("received " + sequence), 1, LONG);
            }
        }
    }
}
