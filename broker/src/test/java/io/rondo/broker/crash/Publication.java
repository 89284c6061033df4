package io.rondo.broker.crash;

import io.rondo.client.Buffers;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/** A publisher that sends numbered messages on a thread of its own until it is told to end. */
final class Publication {
    private final SequencedPublisher publisher;
    private final long number;
    private final long paceNanos;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Task<Long> task;

    Publication(SequencedPublisher publisher, long number, long paceNanos) {
        this.publisher = publisher;
        this.number = number;
        this.paceNanos = paceNanos;
        task = Task.start(this::publish);
    }

    private long publish() {
        MutableDirectBuffer message = Buffers.allocate(Observation.MESSAGE_LENGTH);
        message.putLong(0, number);
        long count = 0;
        while (true) {
            count++;
            boolean last = ending.get();
            message.putLong(Long.BYTES, last ? count | Observation.LAST : count);
            long sequence = publisher.publish(message, 0, Observation.MESSAGE_LENGTH);
            if (sequence != count) {
                throw new AssertionError("message " + count + " has sequence " + sequence);
            }
            if (last) {
                return count;
            }
            if (paceNanos > 0) {
                LockSupport.parkNanos(paceNanos);
            }
        }
    }

    /** Returns how many messages were confirmed so far. */
    long confirmed() {
        return publisher.confirmed();
    }

    /** Sends the last message, and waits until all are confirmed; returns their number. */
    long end() throws Exception {
        ending.set(true);
        long count = task.join();
        Watchdog.await("confirmation of the last message", () -> publisher.confirmed() == count);
        publisher.close();
        return count;
    }
}
