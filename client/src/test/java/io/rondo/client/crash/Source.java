package io.rondo.client.crash;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.process.BulkProducerMain;
import io.rondo.client.support.Messages;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Publishes what a {@link Reading} reads. */
final class Source {
    private static final long END = -1;

    private final Publisher out;
    private final long producer;
    private final MutableDirectBuffer message = Buffers
            .allocate(BulkProducerMain.PREFIX + BulkProducerMain.LONGEST);
    private volatile long published;

    Source(Publisher out, long producer) {
        this.out = out;
        this.producer = producer;
    }

    /** Publishes the next message, waiting for room. */
    void publish() {
        int length = BulkProducerMain.write(message, producer, published + 1);
        if (out.publish(message, 0, length) < 0) {
            throw new AssertionError("not published: " + (published + 1));
        }
        published++;
    }

    /** Publishes more messages. */
    void publish(int count) {
        for (int i = 0; i < count; i++) {
            publish();
        }
    }

    /** Says that nothing more comes. */
    void end() {
        Messages.publish(out, END);
    }

    /** Where it publishes. */
    Publisher publisher() {
        return out;
    }

    /** How many it has published. */
    long published() {
        return published;
    }

    /** Whether a message says that nothing more comes. */
    static boolean isEnd(DirectBuffer buffer, int offset, int length) {
        return length == Messages.LENGTH && buffer.getLong(offset) == END;
    }
}
