package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Metric;
import org.junit.jupiter.api.Test;

class ConsumerTest {
    private static final int LENGTH = 32;

    private final Payload payload = new Payload(LENGTH);
    private final ScriptedCompetitor competitor = new ScriptedCompetitor();

    private ConsumerTest sent(long number) {
        competitor.message(LENGTH, buffer -> payload.write(buffer, 0, number));
        return this;
    }

    private Consumer consumer(int producers) {
        return new Consumer(competitor, "forward", payload, producers);
    }

    @Test
    void countsTheMessagesOfEachSlice() {
        sent(0).sent(1).sent(Payload.END).sent(2).sent(Payload.END);
        Consumer consumer = consumer(1);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.COUNT)).isEqualTo(2);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.COUNT)).isEqualTo(1);
    }

    @Test
    void aSliceOfASingleBatchHasARateToo() {
        sent(0).sent(Payload.END).sent(1).sent(2).sent(Payload.END);
        Consumer consumer = consumer(1);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.RATE)).isPositive().isFinite();
        competitor.batch(3);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.RATE)).isPositive().isFinite();
    }

    @Test
    void eachProducerHasItsOwnOrderAndASliceEndsWithTheLastProducer() {
        long a = Payload.first(0);
        long b = Payload.first(1);
        sent(b).sent(a).sent(b + 1).sent(b + 2).sent(Payload.END | b).sent(a + 1).sent(Payload.END);
        Consumer consumer = consumer(2);
        consumer.run(1);
        assertThat(consumer.sample().get(Metric.COUNT)).isEqualTo(5);
    }

    @Test
    void aMissingMessageIsFound() {
        sent(0).sent(2);
        assertThatThrownBy(() -> consumer(1).run(1)).hasMessageContaining("message 1 of 32 bytes expected")
                .hasMessageContaining("numbered 2");
    }

    @Test
    void aRepeatedMessageIsFound() {
        sent(Payload.first(1)).sent(0).sent(Payload.first(1));
        assertThatThrownBy(() -> consumer(2).run(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangedByteIsFound() {
        sent(0);
        competitor.message(LENGTH, buffer -> {
            payload.write(buffer, 0, 1);
            buffer.putByte(20, (byte) ~buffer.getByte(20));
        });
        assertThatThrownBy(() -> consumer(1).run(1)).hasMessageContaining("wrong bytes");
    }

    @Test
    void anUnknownProducerIsFound() {
        sent(Payload.first(3));
        assertThatThrownBy(() -> consumer(2).run(1)).isInstanceOf(IllegalStateException.class);
    }
}
