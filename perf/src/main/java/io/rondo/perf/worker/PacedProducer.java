package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Sends each message at its scheduled time, and overdue messages at once, including those that a stall delayed at the
 * end of the slice. A transport that is too slow shows in the latencies, which count from the intended times, and in a
 * smaller number of messages.
 */
final class PacedProducer implements Slice {
    /** The largest number of messages between two readings of the clock. */
    private static final int BURST = 64;
    /** Overdue messages are sent for half a slice more, and at most for this time. */
    private static final long OVERTIME_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Sender sender;
    private final TimedMessages messages;
    private final Schedule schedule;
    private final MessageWriter writer = this::write;
    private long first;
    private long next;
    private long number;
    private long time;

    PacedProducer(Competitor competitor, String to, TimedMessages messages, Schedule schedule) {
        this.sender = competitor.sender(to);
        this.messages = messages;
        this.schedule = schedule;
    }

    @Override
    public void run(long nanos) {
        first = next;
        long start = System.nanoTime();
        long overtime = Math.min(nanos / 2, OVERTIME_NANOS);
        long due = schedule.due(first, next);
        long now;
        do {
            now = System.nanoTime() - start;
            if (due > now) {
                Thread.onSpinWait();
                continue;
            }
            for (int i = 0; i < BURST && due <= now && due < nanos; i++) {
                send(next, start + due);
                next++;
                due = schedule.due(first, next);
            }
            sender.flush();
        } while (now < nanos || due < nanos && now < nanos + overtime);
        send(Payload.END, start + now);
        sender.flush();
    }

    private void send(long n, long intended) {
        number = n;
        time = intended;
        sender.send(writer, messages.length(n));
    }

    private void write(MutableDirectBuffer buffer, int offset, int size) {
        messages.write(buffer, offset, number, time);
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, next - first);
    }
}
