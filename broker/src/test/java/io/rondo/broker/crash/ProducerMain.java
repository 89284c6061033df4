package io.rondo.broker.crash;

import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.UnavailableException;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/**
 * A producer of {@code RONDO_DIR} with an id: continues behind its last recorded message, and prints now and then what is
 * confirmed. After a line of input it waits until everything is confirmed, prints that and ends.
 */
public final class ProducerMain {
    private static final long RETRY_NANOS = 10_000_000;
    private static final long PACE_NANOS = 50_000;
    private static final int REPORT_INTERVAL = 64;

    private ProducerMain() {}

    /** Publishes; arguments are the topic, the id and the durability. */
    public static void main(String[] arguments) throws IOException {
        long id = Long.parseLong(arguments[1]);
        try (Rondo rondo = Rondo.connect(); SequencedPublisher publisher = open(rondo, arguments, id)) {
            MutableDirectBuffer message = Buffers.allocate(2 * Long.BYTES);
            message.putLong(0, id);
            long sequence = publisher.lastRecorded();
            while (System.in.available() == 0) {
                sequence++;
                message.putLong(Long.BYTES, sequence);
                publisher.publish(sequence, message, 0, 2 * Long.BYTES);
                // The subscriber prints each message.
                LockSupport.parkNanos(PACE_NANOS);
                if (sequence % REPORT_INTERVAL == 0) {
                    System.out.println("confirmed " + publisher.confirmed());
                }
            }
            while (publisher.confirmed() < sequence) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            System.out.println("ended " + sequence);
        }
    }

    private static SequencedPublisher open(Rondo rondo, String[] arguments, long id) {
        while (true) {
            try {
                return rondo.sequencedTopic(arguments[0]).producerId(id)
                        .durability(Durability.valueOf(arguments[2])).publisher();
            } catch (UnavailableException e) {
                // No broker runs at the moment.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
