package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.peer.MessageWriter;
import io.rondo.perf.peer.Peer;
import io.rondo.perf.peer.Sender;
import org.agrona.MutableDirectBuffer;

/**
 * Sends each message when its schedule says, and everything that is due at once where it fell behind. A transport that does not
 * keep up shows in the latencies, which count from the intended times, and in fewer messages.
 */
final class PacedProducer implements Slice {
    /** Messages between two looks at the clock, at most. */
    private static final int BURST = 64;

    private final Sender sender;
    private final TimedMessages messages;
    private final Schedule schedule;
    private final MessageWriter writer = this::write;
    private long first;
    private long next;
    private long number;
    private long time;

    PacedProducer(Peer peer, String to, TimedMessages messages, Schedule schedule) {
        this.sender = peer.sender(to);
        this.messages = messages;
        this.schedule = schedule;
    }

    @Override
    public void run(long nanos) {
        first = next;
        long start = System.nanoTime();
        long due = schedule.due(first, next);
        long now;
        do {
            now = System.nanoTime() - start;
            if (due > now) {
                Thread.onSpinWait();
                continue;
            }
            for (int i = 0; i < BURST && due <= now; i++) {
                send(next, start + due);
                next++;
                due = schedule.due(first, next);
            }
            sender.flush();
        } while (now < nanos);
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
