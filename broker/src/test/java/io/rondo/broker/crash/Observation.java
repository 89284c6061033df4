package io.rondo.broker.crash;

import io.rondo.client.SequencedSubscriber;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * What one subscriber saw, checked while it reads: sequences follow each other, timestamps do not decrease, and the
 * messages of each publisher are 1, 2, 3 ... A message holds the number of its publisher and the number of the message.
 * Runs on a thread of its own until each publisher has sent its last message.
 */
final class Observation {
    static final int MESSAGE_LENGTH = 2 * Long.BYTES;
    /** Marks the last message of a publisher. */
    static final long LAST = 1L << 62;

    private final SequencedSubscriber subscriber;
    private final int publishers;
    private final Map<Long, Long> last = new HashMap<>();
    private final Task<Long> task;
    private int ended;
    private long sequence;
    private long timestamp;
    private long digest;

    Observation(SequencedSubscriber subscriber, int publishers) {
        this.subscriber = subscriber;
        this.publishers = publishers;
        task = Task.start(this::read);
    }

    private long read() {
        while (ended < publishers) {
            subscriber.receive(this::check, 100, Duration.ofSeconds(Watchdog.SECONDS));
        }
        subscriber.close();
        return digest;
    }

    private void check(long number, long at, DirectBuffer buffer, int offset, int length) {
        long publisher = buffer.getLong(offset);
        long message = buffer.getLong(offset + Long.BYTES);
        long counted = last.merge(publisher, 1L, Long::sum);
        if (number != sequence + 1 || at < timestamp || (message & ~LAST) != counted || length != MESSAGE_LENGTH) {
            throw new AssertionError("sequence " + number + " after " + sequence + ", timestamp " + at + " after "
                    + timestamp + ", publisher " + publisher + ": message " + (message & ~LAST) + " where " + counted
                    + " is next");
        }
        sequence = number;
        timestamp = at;
        digest = 31 * (31 * digest + publisher) + message;
        if ((message & LAST) != 0) {
            ended++;
        }
    }

    /** Waits for the end; returns a digest of all messages in their order. */
    long join() throws Exception {
        return task.join();
    }

    /** Returns the number of messages of a publisher; after the end. */
    long messages(long publisher) {
        return last.getOrDefault(publisher, 0L);
    }
}
