package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends numbered messages as fast as possible. */
final class Producer implements Slice {
    private static final int BURST_BYTES = 256 * 1024;
    private static final int MAX_BURST = 1024;

    private final Sender sender;
    private final Payload payload;
    private final int burst;
    private final long end;
    private final MessageWriter numbered = this::writeNumbered;
    private final MutableDirectBuffer own;
    private long first;
    private long next;

    /**
     * A producer with a number.
     *
     * @param copy whether messages are written to the producer's memory and copied instead of being written in place
     */
    Producer(Competitor competitor, String to, Payload payload, int producer, boolean copy) {
        this.sender = competitor.sender(to);
        this.payload = payload;
        this.burst = Math.clamp(BURST_BYTES / payload.length(), 1, MAX_BURST);
        this.next = Payload.first(producer);
        this.end = Payload.END | next;
        this.own = copy ? new UnsafeBuffer(ByteBuffer.allocateDirect(payload.length())) : null;
    }

    @Override
    public void run(long nanos) {
        first = next;
        long start = System.nanoTime();
        do {
            sendBurst();
        } while (System.nanoTime() - start < nanos);
        sender.send((buffer, offset, size) -> payload.write(buffer, offset, end), payload.length());
        sender.flush();
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, next - first);
    }

    /** Sends one burst; the clock is read once per burst. */
    private void sendBurst() {
        for (int i = 0; i < burst; i++) {
            if (own == null) {
                sender.send(numbered, payload.length());
            } else {
                payload.write(own, 0, next);
                sender.send(own, 0, payload.length());
            }
            next++;
        }
        sender.flush();
    }

    private void writeNumbered(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, next);
    }
}
