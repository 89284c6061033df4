package io.rondo.client.process;

import io.rondo.client.MessageHandler;
import io.rondo.client.support.Payload;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Checks order, length and every byte of what {@link BulkProducerMain} wrote. */
public final class BulkReader implements MessageHandler {
    private final Map<Long, Long> lastOf = new TreeMap<>();
    private long count;

    @Override
    public void onMessage(DirectBuffer buffer, int offset, int length) {
        long producer = buffer.getLong(offset);
        long number = buffer.getLong(offset + Long.BYTES);
        Long before = lastOf.put(producer, number);
        if (before != null && number != before + 1) {
            throw new AssertionError("producer " + producer + ": " + number + " after " + before);
        }
        verify(buffer, offset, length);
        count++;
    }

    /** Checks length and content of a message. */
    public static void verify(DirectBuffer buffer, int offset, int length) {
        long producer = buffer.getLong(offset);
        long number = buffer.getLong(offset + Long.BYTES);
        long seed = BulkProducerMain.seed(producer, number);
        if (length != BulkProducerMain.PREFIX + Payload.length(seed, BulkProducerMain.LONGEST)) {
            throw new AssertionError("producer " + producer + ", message " + number + ": length " + length);
        }
        Payload.verify(buffer, offset + BulkProducerMain.PREFIX, length - BulkProducerMain.PREFIX, seed);
    }

    public long count() {
        return count;
    }

    /** The last number of each producer. */
    public Map<Long, Long> lastOf() {
        return lastOf;
    }
}
