package io.rondo.broker.crash;

import io.rondo.client.Rondo;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** A durable subscriber of {@code RONDO_DIR}: prints the sequence of each message, a few messages per poll. */
public final class DurableSubscriberMain {
    private static final int LIMIT = 7;

    private DurableSubscriberMain() {}

    /** Subscribes; arguments are the topic and the name. */
    public static void main(String[] arguments) {
        Rondo rondo = Rondo.connect();
        SequencedSubscriber subscriber = rondo.sequencedTopic(arguments[0]).durable(arguments[1])
                .from(StartPosition.earliest()).subscriber();
        while (true) {
            subscriber.receive(DurableSubscriberMain::print, LIMIT, Duration.ofSeconds(1));
        }
    }

    private static void print(long sequence, long timestamp, DirectBuffer buffer, int offset, int length) {
        System.out.println(sequence);
    }
}
