package io.rondo.client.process;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Watchdog;
import org.agrona.MutableDirectBuffer;

/** Publishes numbered messages of random lengths: {@code kind producer consumers first last}; 0 as last: without end. */
public final class BulkProducerMain {
    /** The producer's number, and the message's. */
    public static final int PREFIX = 2 * Long.BYTES;
    /** Longest random part. */
    public static final int LONGEST = 120;

    private BulkProducerMain() {}

    public static void main(String[] arguments) throws Exception {
        Kind kind = Kind.valueOf(arguments[0]);
        long producer = Long.parseLong(arguments[1]);
        long last = Long.parseLong(arguments[4]);
        MutableDirectBuffer message = Buffers.allocate(PREFIX + LONGEST);
        try (Rondo rondo = Rondo.connect(); Publisher out = Channels.publisher(rondo, Kind.CHANNEL, kind.options())) {
            System.out.println("ready");
            System.in.read();
            int consumers = Integer.parseInt(arguments[2]);
            Watchdog.await(consumers + " consumers", () -> out.consumers() >= consumers);
            for (long number = Long.parseLong(arguments[3]); last == 0 || number <= last; number++) {
                int length = write(message, producer, number);
                if (out.publish(message, 0, length) < 0) {
                    throw new IllegalStateException("not published: " + number);
                }
            }
        }
        System.out.println("published");
    }

    public static int write(MutableDirectBuffer message, long producer, long number) {
        message.putLong(0, producer);
        message.putLong(Long.BYTES, number);
        int length = Payload.length(seed(producer, number), LONGEST);
        Payload.fill(message, PREFIX, length, seed(producer, number));
        return PREFIX + length;
    }

    static long seed(long producer, long number) {
        return number * 64 + producer;
    }
}
