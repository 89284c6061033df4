package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import org.agrona.DirectBuffer;

/**
 * Copies every message from one channel to another. It gives the messages no number of its own and records nothing, so
 * it costs the least that a process between two others can cost.
 */
final class Relay implements Slice {
    private final Receiver receiver;
    private final Sender sender;
    private final int producers;
    private long messages;
    private int ended;

    Relay(Competitor competitor, String from, String to, int producers) {
        this.producers = producers;
        this.receiver = competitor.receiver(from, this::onMessage);
        this.sender = competitor.sender(to);
    }

    @Override
    public void run(long nanos) {
        messages = 0;
        ended = 0;
        while (ended < producers) {
            receiver.pollOrPause();
        }
        sender.flush();
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, messages);
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (Payload.isEnd(Payload.number(buffer, offset))) {
            ended++;
        } else {
            messages++;
        }
        sender.send(buffer, offset, length);
    }
}
