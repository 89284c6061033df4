package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Receiver;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** Reads and verifies every byte, and records the time from the intended send time of each message to its arrival. */
final class PacedConsumer implements Slice {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), DIGITS);
    private final Receiver receiver;
    private final TimedMessages messages;
    private long first;
    private long next;
    private long intended = Long.MIN_VALUE;
    private boolean ended;
    private double rate;

    PacedConsumer(Competitor competitor, String from, TimedMessages messages) {
        this.messages = messages;
        this.receiver = competitor.receiver(from, this::onMessage);
    }

    @Override
    public void run(long nanos) {
        latencies.reset();
        ended = false;
        first = next;
        while (next == first && !ended) {
            receiver.pollOrPause();
        }
        long start = System.nanoTime();
        while (!ended) {
            receiver.pollOrPause();
        }
        // The first message begins the slice, so it counts.
        rate = (next - first) / ((System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    @Override
    public Sample sample() {
        return Sample.ofLatencies(latencies).and(Metric.RATE, rate).and(Metric.COUNT, next - first);
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (Payload.isEnd(TimedMessages.number(buffer, offset))) {
            ended = true;
            return;
        }
        messages.verify(buffer, offset, length, next);
        long time = TimedMessages.time(buffer, offset);
        long latency = System.nanoTime() - time;
        if (latency < 0 || time - intended < 0 && intended != Long.MIN_VALUE) {
            throw new IllegalStateException("message " + next + " has an impossible time: " + latency + " ns ago, "
                    + (time - intended) + " ns after the one before it");
        }
        latencies.recordValue(latency);
        intended = time;
        next++;
    }
}
