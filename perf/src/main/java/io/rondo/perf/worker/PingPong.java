package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sends one message, waits for its echo, and measures the time. Where both sides spin, the first half of a slice
 * measures single round trips, for the tail; the second half measures batches, for a median without the resolution and
 * the cost of the clock.
 */
final class PingPong implements Slice {
    private static final int BATCH = 16;
    private static final int DIGITS = 3;

    private final Histogram single = new Histogram(TimeUnit.MINUTES.toNanos(1), DIGITS);
    private final Histogram batch = new Histogram(TimeUnit.MINUTES.toNanos(1), DIGITS);
    private final Sender sender;
    private final Receiver receiver;
    private final Payload payload;
    private final boolean batches;
    private final MessageWriter ping = this::writePing;
    private final MessageWriter end = this::writeEnd;
    private long first;
    private long sent;
    private long received;

    PingPong(Competitor competitor, String to, String from, Payload payload, boolean batches) {
        this.payload = payload;
        this.batches = batches;
        this.receiver = competitor.receiver(from, this::onPong);
        this.sender = competitor.sender(to);
    }

    @Override
    public void run(long nanos) {
        first = received;
        single.reset();
        batch.reset();
        long start = System.nanoTime();
        timeBatches(1, single, start, batches ? nanos / 2 : nanos);
        if (batches) {
            timeBatches(BATCH, batch, start, nanos);
        }
        sender.send(end, payload.length());
        sender.flush();
    }

    @Override
    public Sample sample() {
        Sample sample = Sample.ofLatencies(single).and(Metric.COUNT, received - first);
        return batches ? sample.and(Metric.P50, batch.getValueAtPercentile(50)) : sample;
    }

    private void timeBatches(int size, Histogram histogram, long start, long nanos) {
        long after;
        do {
            long before = System.nanoTime();
            for (int i = 0; i < size; i++) {
                roundTrip();
            }
            after = System.nanoTime();
            histogram.recordValue((after - before + size / 2) / size);
        } while (after - start < nanos);
    }

    private void roundTrip() {
        sent++;
        sender.send(ping, payload.length());
        sender.flush();
        while (received != sent) {
            receiver.pollOrPause();
        }
    }

    private void writePing(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, sent);
    }

    private void writeEnd(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, Payload.END);
    }

    private void onPong(DirectBuffer buffer, int offset, int size) {
        if (Payload.isEnd(Payload.number(buffer, offset))) {
            return; // the end of the slice before, where this process receives its own messages
        }
        payload.verify(buffer, offset, size, received + 1);
        received++;
    }
}
