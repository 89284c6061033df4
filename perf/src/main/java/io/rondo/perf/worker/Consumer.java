package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.peer.Peer;
import io.rondo.perf.peer.Receiver;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Reads and verifies every byte of every message; its clock runs from the first batch to the last message. */
final class Consumer implements Slice {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Receiver receiver;
    private final Payload payload;
    private long next;
    private boolean ended;

    Consumer(Peer peer, String from, Payload payload) {
        this.payload = payload;
        this.receiver = peer.receiver(from, this::onMessage);
    }

    @Override
    public Sample run(long nanos) {
        ended = false;
        long first = next;
        while (next == first) {
            receiver.pollOrPause();
        }
        long start = System.nanoTime();
        long untimed = next;
        while (!ended) {
            receiver.pollOrPause();
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return Sample.of(Metric.RATE, (next - untimed) / seconds).and(Metric.COUNT, next - first);
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (Payload.number(buffer, offset) == Payload.END) {
            ended = true;
        } else {
            payload.verify(buffer, offset, length, next);
            next++;
        }
    }
}
