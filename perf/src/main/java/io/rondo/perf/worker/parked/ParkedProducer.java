package io.rondo.perf.worker.parked;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Sender;
import io.rondo.perf.worker.Payload;
import io.rondo.perf.worker.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends one message on every channel, waits for the slice, and sends another. */
public final class ParkedProducer implements Slice {
    /** The consumers measure slightly later than the producer. */
    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Sender> senders = new ArrayList<>();
    private final Payload payload;
    private long number;

    /** Opens a sender per channel. */
    public ParkedProducer(Competitor competitor, String to, Payload payload, int channels) {
        this.payload = payload;
        for (int i = 0; i < channels; i++) {
            senders.add(competitor.sender(to + i));
        }
    }

    @Override
    public void run(long nanos) {
        sendToAll();
        long end = System.nanoTime() + ParkedConsumers.settling(nanos) + nanos + MARGIN_NANOS;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        sendToAll();
    }

    private void sendToAll() {
        for (Sender sender : senders) {
            sender.send((buffer, offset, size) -> payload.write(buffer, offset, number), payload.length());
            sender.flush();
        }
        number++;
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, 2 * senders.size());
    }
}
