package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Receiver;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Reads and verifies every byte of every message, and the order of each producer's messages. The rate counts from the
 * first batch to the last message, or over the reading of the batch if there is only one.
 */
final class Consumer implements Slice {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Receiver receiver;
    private final Payload payload;
    /** The next number of each producer; that of the current one is in {@link #expected}. */
    private final long[] next;
    private int current;
    private long expected;
    private long messages;
    private int ended;
    private double rate;

    Consumer(Competitor competitor, String from, Payload payload, int producers) {
        this.payload = payload;
        this.next = new long[producers];
        for (int i = 0; i < producers; i++) {
            next[i] = Payload.first(i);
        }
        this.receiver = competitor.receiver(from, this::onMessage);
    }

    @Override
    public void run(long nanos) {
        ended = 0;
        messages = 0;
        long beforeFirst;
        do {
            beforeFirst = System.nanoTime();
            receiver.pollOrPause();
        } while (messages == 0 && ended < next.length);
        long start = System.nanoTime();
        long untimed = messages;
        while (ended < next.length) {
            receiver.pollOrPause();
        }
        long end = System.nanoTime();
        rate = messages == untimed ? rate(messages, start - beforeFirst) : rate(messages - untimed, end - start);
    }

    private static double rate(long count, long nanos) {
        return count / (Math.max(1, nanos) / NANOS_PER_SECOND);
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.RATE, rate).and(Metric.COUNT, messages);
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        long number = Payload.number(buffer, offset);
        if (number != expected) {
            if (Payload.isEnd(number)) {
                ended++;
                return;
            }
            switchTo(number);
        }
        payload.verify(buffer, offset, length, expected);
        expected++;
        messages++;
    }

    private void switchTo(long number) {
        int producer = Payload.producer(number);
        if (producer != current && producer < next.length) {
            next[current] = expected;
            current = producer;
            expected = next[producer];
        }
    }
}
