package io.rondo.perf.worker.pattern;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import io.rondo.perf.worker.Payload;
import io.rondo.perf.worker.Slice;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sends numbered requests, several of them in flight, and verifies that each gets one response, in any order. */
public final class HandledRequests implements Slice {
    /** Several time slices of a scheduler, so that responders do not wait for a requester that has no core. */
    private static final int MOST_IN_FLIGHT = 2048;
    /** More than any competitor adds to a message. */
    private static final int OVERHEAD = 128;

    private final Receiver receiver;
    private final Sender sender;
    private final Payload payload;
    private final int responders;
    private final MessageWriter numbered = this::writeNumbered;
    private final MessageWriter end;
    /** The numbers of the requests in flight; negative where there is none. */
    private final long[] inFlight;
    private int count;
    private long first;
    private long next;

    /**
     * The only requester.
     *
     * @param to the channel of all requests
     * @param from the beginning of the name of the channel of responses; the number of the requester follows
     * @param responders each is told the end of a slice
     * @param capacity bytes of the channel of responses, which holds the responses of all requests in flight
     */
    public HandledRequests(Competitor competitor, String to, String from, Payload payload, int responders,
            int capacity) {
        this.payload = payload;
        this.responders = responders;
        receiver = competitor.receiver(from + 0, this::onResponse);
        sender = competitor.sender(to);
        end = (buffer, offset, size) -> payload.write(buffer, offset, Payload.END);
        int window = Math.clamp(capacity / 2 / (payload.length() + OVERHEAD), 1, MOST_IN_FLIGHT);
        inFlight = new long[Integer.highestOneBit(window)];
        Arrays.fill(inFlight, -1);
    }

    @Override
    public void run(long nanos) {
        first = next;
        long start = System.nanoTime();
        do {
            while (inFlight[index(next)] >= 0 || !sender.trySend(numbered, payload.length())) {
                receiver.pollOrPause();
            }
            inFlight[index(next)] = next;
            count++;
            next++;
        } while (System.nanoTime() - start < nanos);
        while (count > 0) {
            receiver.pollOrPause();
        }
        for (int i = 0; i < responders; i++) {
            sender.send(end, payload.length());
            // A responder that has taken its end polls no more, so the next end is for another one.
            while (receiver.poll() == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private int index(long number) {
        return (int) number & inFlight.length - 1;
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, next - first);
    }

    private void writeNumbered(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, next);
    }

    private void onResponse(DirectBuffer buffer, int offset, int length) {
        long number = Payload.number(buffer, offset);
        int index = index(number);
        payload.verify(buffer, offset, length, inFlight[index]);
        inFlight[index] = -1;
        count--;
    }
}
