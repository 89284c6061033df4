package io.rondo.perf.worker.pattern;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import io.rondo.perf.worker.Payload;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Sends a response with the same number to each request that its reader has accepted. */
public final class Answering implements Competitor {
    private final Competitor competitor;
    private final String back;
    private final Payload payload;
    private final Sender[] requesters;
    private final long handlingNanos;
    private final MessageWriter response = this::writeResponse;
    private long number;

    /**
     * Answers requesters.
     *
     * @param back the beginning of the names of the channels of responses; the number of the requester follows
     * @param requesters number of requesters
     * @param handlingNanos the time that each request takes before its response
     */
    public Answering(Competitor competitor, String back, Payload payload, int requesters, long handlingNanos) {
        this.handlingNanos = handlingNanos;
        this.competitor = competitor;
        this.back = back;
        this.payload = payload;
        this.requesters = new Sender[requesters];
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Receiver receiver = competitor.receiver(channel, (buffer, offset, length) -> {
            reader.read(buffer, offset, length);
            answer(buffer, offset, length);
        });
        for (int i = 0; i < requesters.length; i++) {
            requesters[i] = competitor.sender(back + i);
        }
        return receiver;
    }

    private void answer(DirectBuffer buffer, int offset, int length) {
        number = Payload.number(buffer, offset);
        if (!Payload.isEnd(number)) {
            handle();
            Sender requester = requesters[Payload.producer(number)];
            requester.send(response, length);
            requester.flush();
        }
    }

    private void handle() {
        if (handlingNanos > 0) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < handlingNanos) {
                Thread.onSpinWait();
            }
        }
    }

    private void writeResponse(MutableDirectBuffer buffer, int offset, int length) {
        payload.write(buffer, offset, number);
    }

    @Override
    public Sender sender(String channel) {
        return competitor.sender(channel);
    }

    @Override
    public void close() {
        competitor.close();
    }
}
