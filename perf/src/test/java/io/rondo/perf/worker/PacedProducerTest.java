package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PacedProducerTest {
    private static final long SLICE = TimeUnit.SECONDS.toNanos(1);
    private static final int MESSAGES = 100;
    private static final long GAP = 1000;
    private static final int STALLED = 10;

    /** Records numbers and intended times, and stalls at one message until the slice is over. */
    private static final class Stalling implements Competitor, Sender {
        private final List<Long> numbers = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[32]);
        private long end;

        @Override
        public Sender sender(String channel) {
            return this;
        }

        @Override
        public Receiver receiver(String channel, MessageReader reader) {
            throw new UnsupportedOperationException("this one only sends");
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            writer.write(message, 0, length);
            numbers.add(TimedMessages.number(message, 0));
            times.add(TimedMessages.time(message, 0));
            while (numbers.size() == STALLED && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void messagesDelayedByAStallAtTheEndAreSentWithTheirIntendedTimes() {
        // All of them are due shortly before the end.
        Schedule schedule = (first, n) -> SLICE - (MESSAGES - (n - first)) * GAP;
        Stalling stalling = new Stalling();
        PacedProducer producer = new PacedProducer(stalling, "forward", new TimedPayload(32), schedule);
        stalling.end = System.nanoTime() + SLICE + TimeUnit.MILLISECONDS.toNanos(1);
        producer.run(SLICE);
        assertThat(producer.sample().get(Metric.COUNT)).isEqualTo(MESSAGES);
        assertThat(stalling.numbers).hasSize(MESSAGES + 1).endsWith(Payload.END);
        for (int i = 1; i < MESSAGES; i++) {
            assertThat(stalling.times.get(i) - stalling.times.get(i - 1)).isEqualTo(GAP);
        }
    }
}
