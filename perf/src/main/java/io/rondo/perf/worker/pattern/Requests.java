package io.rondo.perf.worker.pattern;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import io.rondo.perf.worker.Payload;
import io.rondo.perf.worker.Slice;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sends numbered requests as fast as possible, several of them in flight, and verifies each response and their order. */
public final class Requests implements Slice {
    private static final int BURST = 64;
    private static final int MOST_IN_FLIGHT = 256;
    /** More than any competitor adds to a message. */
    private static final int OVERHEAD = 128;

    private final Receiver receiver;
    private final Sender sender;
    private final Payload payload;
    private final MessageWriter numbered = this::writeNumbered;
    private final long window;
    private final long end;
    private long first;
    private long next;
    private long answered;

    /**
     * A requester with a number.
     *
     * @param to the channel of all requests
     * @param from the beginning of the name of the channel of responses; the number follows
     * @param capacity bytes of the channel of responses, which holds the responses of all requests in flight
     */
    public Requests(Competitor competitor, String to, String from, Payload payload, int requester, int capacity) {
        this.payload = payload;
        receiver = competitor.receiver(from + requester, this::onResponse);
        sender = competitor.sender(to);
        window = Math.clamp(capacity / 2 / (payload.length() + OVERHEAD), 1, MOST_IN_FLIGHT);
        next = Payload.first(requester);
        answered = next;
        end = Payload.END | next;
    }

    @Override
    public void run(long nanos) {
        first = next;
        long start = System.nanoTime();
        do {
            for (int i = 0; i < BURST; i++) {
                while (next - answered == window || !sender.trySend(numbered, payload.length())) {
                    receiver.pollOrPause();
                }
                next++;
            }
            sender.flush();
        } while (System.nanoTime() - start < nanos);
        while (answered != next) {
            receiver.pollOrPause();
        }
        sender.send((buffer, offset, size) -> payload.write(buffer, offset, end), payload.length());
        sender.flush();
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, next - first);
    }

    private void writeNumbered(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, next);
    }

    private void onResponse(DirectBuffer buffer, int offset, int length) {
        payload.verify(buffer, offset, length, answered);
        answered++;
    }
}
