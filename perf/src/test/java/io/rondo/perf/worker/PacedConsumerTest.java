package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Metric;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedConsumerTest {
    private static final int LENGTH = 32;
    private static final long AGO = TimeUnit.SECONDS.toNanos(5);

    private final TimedPayload messages = new TimedPayload(LENGTH);
    private final ScriptedCompetitor competitor = new ScriptedCompetitor();
    private final PacedConsumer consumer = new PacedConsumer(competitor, "forward", messages);
    private final long now = System.nanoTime();

    private PacedConsumerTest sent(long number, long time) {
        competitor.message(LENGTH, buffer -> messages.write(buffer, 0, number, time));
        return this;
    }

    @Test
    void latencyCountsFromTheIntendedTime() {
        sent(0, now - AGO).sent(1, now - AGO).sent(Payload.END, now);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.COUNT)).isEqualTo(2);
        assertThat(consumer.sample().get(Metric.P50)).isGreaterThan(AGO * 0.99);
        assertThat(consumer.sample().histogram())
                .hasValueSatisfying(all -> assertThat(all.getTotalCount()).isEqualTo(2));
    }

    @Test
    void aMessageFromTheFutureIsRefused() {
        sent(0, now + AGO);
        assertThatThrownBy(() -> consumer.run(1)).hasMessageContaining("impossible time");
    }

    @Test
    void decreasingTimesAreRefused() {
        sent(0, now - AGO).sent(1, now - AGO - 1);
        assertThatThrownBy(() -> consumer.run(1)).hasMessageContaining("impossible time");
    }

    @Test
    void aMissingMessageIsFound() {
        sent(0, now).sent(2, now);
        assertThatThrownBy(() -> consumer.run(1)).hasMessageContaining("message 1 of");
    }
}
