package io.rondo.perf.worker.pattern;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import io.rondo.perf.worker.Payload;
import io.rondo.perf.worker.Slice;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * One of several consumers that compete for the messages of one producer. Verifies every byte, and that its numbers rise.
 * The consumer that receives the end of a slice has stopped polling and passes the end on to another one, until all have
 * received it. Where consumers do not compete, each receives all messages and the end, and verifies its share.
 */
public final class WorkConsumer implements Slice {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Receiver receiver;
    /** Null where consumers do not compete. */
    private final Sender others;
    private final Payload payload;
    private final int index;
    private final int consumers;
    private long last = -1;
    private long messages;
    /** The number of consumers that ended before this one; negative during a slice. */
    private long ended;
    private double rate;

    /** Consumer {@code index} of {@code consumers}. */
    public WorkConsumer(Competitor competitor, String channel, Payload payload, int index, int consumers) {
        this.payload = payload;
        this.index = index;
        this.consumers = consumers;
        receiver = competitor.receiver(channel, this::onMessage);
        others = competitor.competes() && consumers > 1 ? competitor.sender(channel) : null;
    }

    @Override
    public void run(long nanos) {
        ended = -1;
        messages = 0;
        long begin;
        do {
            begin = System.nanoTime();
            receiver.pollOrPause();
        } while (messages == 0 && ended < 0);
        while (ended < 0) {
            receiver.pollOrPause();
        }
        rate = messages / (Math.max(1, System.nanoTime() - begin) / NANOS_PER_SECOND);
        if (others != null && ended + 1 < consumers) {
            others.send((buffer, offset, size) -> payload.write(buffer, offset, Payload.END | ended + 1),
                    payload.length());
            others.flush();
        }
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.RATE, rate).and(Metric.COUNT, messages);
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        long number = Payload.number(buffer, offset);
        if (Payload.isEnd(number)) {
            ended = number & ~Payload.END;
        } else if (others != null || consumers == 1 || number % consumers == index) {
            if (number <= last) {
                throw new IllegalStateException("message " + number + " after message " + last);
            }
            payload.verify(buffer, offset, length, number);
            last = number;
            messages++;
        }
    }
}
