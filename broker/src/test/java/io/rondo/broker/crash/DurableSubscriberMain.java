package io.rondo.broker.crash;

import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/** A durable subscriber of {@code RONDO_DIR}: prints the sequence of each message, a few messages per poll. */
public final class DurableSubscriberMain {
    private static final int LIMIT = 7;
    private static final long RETRY_NANOS = 10_000_000;

    private DurableSubscriberMain() {}

    /** Subscribes; arguments are the topic, the name and the durability of the topic. */
    public static void main(String[] arguments) {
        Rondo rondo = Rondo.connect();
        SequencedSubscriber subscriber = open(rondo, arguments);
        while (true) {
            subscriber.receive(DurableSubscriberMain::print, LIMIT, Duration.ofSeconds(1));
        }
    }

    private static SequencedSubscriber open(Rondo rondo, String[] arguments) {
        while (true) {
            try {
                return rondo.sequencedTopic(arguments[0]).durable(arguments[1])
                        .durability(Durability.valueOf(arguments[2])).from(StartPosition.earliest())
                        .subscriber();
            } catch (UnavailableException e) {
                // No broker runs at the moment.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static void print(long sequence, long timestamp, DirectBuffer buffer, int offset, int length) {
        System.out.println(sequence);
    }
}
