package io.rondo.client.socket;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A publisher and a subscriber that exchange numbered messages continuously. */
final class GoodExchange {
    private static final long MARK = 0x600D_600D_600D_600DL;
    private static final int LENGTH = 40;
    private static final int BURST = 16;
    private static final long PAUSE_NANOS = 200_000;

    private final Publisher out;
    private final Subscriber in;
    private final Task<Long> writing;
    private final Task<Void> reading;
    private volatile boolean stop;
    private volatile long last = Long.MAX_VALUE;
    private volatile long seen;

    GoodExchange(Publisher out, Subscriber in) {
        this.out = out;
        this.in = in;
        writing = Task.start(this::write);
        reading = Task.start(this::read);
    }

    private long write() {
        MutableDirectBuffer message = Buffers.allocate(LENGTH);
        message.putLong(0, MARK);
        long number = 0;
        while (!stop) {
            message.putLong(Long.BYTES, number + 1);
            long result = out.publish(message, 0, LENGTH, Duration.ofSeconds(1));
            if (result > 0) {
                number++;
                if (number % BURST == 0) {
                    // Leaves the processors to the other threads.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
        return number;
    }

    private Void read() {
        while (seen < last) {
            in.receive(this::onMessage, 256, Duration.ofMillis(100));
        }
        return null;
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (length == LENGTH && buffer.getLong(offset) == MARK) {
            long number = buffer.getLong(offset + Long.BYTES);
            if (number != seen + 1) {
                throw new AssertionError("message " + number + " came after " + seen);
            }
            seen = number;
        }
    }

    /** The number of messages received so far. */
    long seen() {
        return seen;
    }

    /** Ends the exchange and returns the number of messages. Fails if any was lost or duplicated. */
    long finish() throws Exception {
        Watchdog.await("the first message comes", () -> seen > 0 || reading.isDone());
        stop = true;
        last = writing.join();
        reading.join();
        return last;
    }
}
