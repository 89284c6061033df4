package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Verifies each message and sends one with the same number back. */
final class Echo implements Slice {
    private final Sender sender;
    private final Receiver receiver;
    private final Payload payload;
    private final MessageWriter pong = this::writePong;
    private long first;
    private long echoed;
    private boolean ended;

    Echo(Competitor competitor, String to, String from, Payload payload) {
        this.payload = payload;
        this.receiver = competitor.receiver(from, this::onPing);
        this.sender = competitor.sender(to);
    }

    @Override
    public void run(long nanos) {
        ended = false;
        first = echoed;
        while (!ended) {
            receiver.pollOrPause();
        }
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, echoed - first);
    }

    private void writePong(MutableDirectBuffer buffer, int offset, int size) {
        payload.write(buffer, offset, echoed);
    }

    private void onPing(DirectBuffer buffer, int offset, int length) {
        if (Payload.isEnd(Payload.number(buffer, offset))) {
            ended = true;
        } else {
            payload.verify(buffer, offset, length, echoed + 1);
            echoed++;
            sender.send(pong, length);
            sender.flush();
        }
    }
}
