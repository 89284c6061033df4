package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.peer.MessageWriter;
import io.rondo.perf.peer.Peer;
import io.rondo.perf.peer.Sender;

/** Sends numbered messages as fast as they go. */
final class Producer implements Slice {
    private static final int BURST_BYTES = 256 * 1024;
    private static final int MAX_BURST = 1024;

    private final Sender sender;
    private final int length;
    private final int burst;
    private final MessageWriter numbered;
    private final MessageWriter end;
    private long next;

    Producer(Peer peer, String to, Payload payload) {
        sender = peer.sender(to);
        length = payload.length();
        burst = Math.clamp(BURST_BYTES / length, 1, MAX_BURST);
        numbered = (buffer, offset, size) -> payload.write(buffer, offset, next);
        end = (buffer, offset, size) -> payload.write(buffer, offset, Payload.END);
    }

    @Override
    public Sample run(long nanos) {
        long first = next;
        long start = System.nanoTime();
        do {
            sendBurst();
        } while (System.nanoTime() - start < nanos);
        sender.send(end, length);
        return Sample.of(Metric.COUNT, next - first);
    }

    /** The clock is read once per burst. */
    private void sendBurst() {
        for (int i = 0; i < burst; i++) {
            sender.send(numbered, length);
            next++;
        }
    }
}
