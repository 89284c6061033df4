package io.rondo.client.support;

import io.rondo.client.Buffers;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Messages that hold a number of 8 bytes. */
public final class Messages {
    /** Takes anything. */
    public static final MessageHandler IGNORE = (buffer, offset, length) -> {};
    /** Length of each. */
    public static final int LENGTH = Long.BYTES;

    private Messages() {}

    /** One message. */
    public static MutableDirectBuffer of(long number) {
        MutableDirectBuffer buffer = Buffers.allocate(LENGTH);
        buffer.putLong(0, number);
        return buffer;
    }

    /** Its number. */
    public static long number(DirectBuffer buffer, int offset, int length) {
        if (length != LENGTH) {
            throw new AssertionError("length " + length);
        }
        return buffer.getLong(offset);
    }

    /** Publishes the numbers one by one, waiting for room. */
    public static void publish(Publisher publisher, long... numbers) {
        for (long number : numbers) {
            long sequence = publisher.publish(of(number), 0, LENGTH);
            if (sequence < 0) {
                throw new AssertionError("publish returned " + sequence);
            }
        }
    }

    /** Publishes 1, 2, 3 ... until there is no room, and says how many that were. */
    public static long fill(Publisher publisher) {
        return fill(publisher, 1);
    }

    /** Publishes this number, the next ... until there is no room, and says which was the last. */
    public static long fill(Publisher publisher, long first) {
        MutableDirectBuffer buffer = Buffers.allocate(LENGTH);
        for (long number = first;; number++) {
            buffer.putLong(0, number);
            long result = publisher.tryPublish(buffer, 0, LENGTH);
            if (result == Publisher.BACK_PRESSURED) {
                return number - 1;
            }
            if (result < 0) {
                throw new AssertionError("tryPublish returned " + result);
            }
        }
    }

    /** Receives at least one message. */
    public static int receive(Subscriber in, MessageHandler handler) {
        int count = in.receive(handler, 1000, Duration.ofSeconds(Watchdog.SECONDS));
        if (count == 0) {
            throw new AssertionError("nothing came");
        }
        return count;
    }

    /** The numbers from one to another. */
    public static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
