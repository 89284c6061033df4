package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupSampleTest {
    private final Map<Role, Sample> samples = new LinkedHashMap<>();

    private void add(Side side, int index, String sample) {
        samples.put(new Role(side, index), Sample.parse(sample));
    }

    private Sample merged() {
        return new GroupSample("some", false, samples).merged();
    }

    private Sample mergedOfCompeting() {
        return new GroupSample("some", true, samples).merged();
    }

    @Test
    void messagesOfAllProducersCountAndBytesAreDividedByTheirNumber() {
        add(Side.CONSUMER, 0, "rate=7 count=30 allocated=1 cpu=0.5");
        add(Side.PRODUCER, 1, "count=10 allocated=6");
        add(Side.PRODUCER, 0, "count=20 allocated=0");
        assertThat(merged()).isEqualTo(Sample.parse("rate=7 count=30 cpu=0.5 allocated=3"));
    }

    @Test
    void theRateIsThatOfTheSlowestConsumerAndCpuTimeTheSum() {
        add(Side.CONSUMER, 0, "rate=7 count=20 allocated=1 cpu=0.5");
        add(Side.CONSUMER, 1, "rate=5 count=20 allocated=1 cpu=0.25");
        add(Side.PRODUCER, 0, "count=20 allocated=0");
        assertThat(merged()).isEqualTo(Sample.parse("rate=5 count=20 cpu=0.75 allocated=2"));
    }

    @Test
    void theFiguresOfTheLeaderAreKept() {
        add(Side.CONSUMER, 0, "count=20 cpu=1");
        add(Side.PRODUCER, 0, "count=20 p50=90");
        assertThat(merged()).isEqualTo(Sample.parse("p50=90 count=20 cpu=1"));
    }

    @Test
    void messagesOfCompetingConsumersAddUpAndTheBusiestDeterminesTheRate() {
        add(Side.CONSUMER, 0, "rate=10 count=20 allocated=1 cpu=0.5");
        add(Side.CONSUMER, 1, "rate=10 count=10 allocated=1 cpu=0.25");
        add(Side.CONSUMER, 2, "rate=0 count=0 allocated=0 cpu=0");
        add(Side.PRODUCER, 0, "count=30 allocated=0");
        assertThat(mergedOfCompeting()).isEqualTo(Sample.parse("rate=15 count=30 cpu=0.75 allocated=1"));
    }

    @Test
    void aMessageThatNoCompetingConsumerReceivedIsAFailure() {
        add(Side.CONSUMER, 0, "rate=7 count=10 allocated=1 cpu=0.5");
        add(Side.CONSUMER, 1, "rate=7 count=9 allocated=1 cpu=0.5");
        add(Side.PRODUCER, 0, "count=20 allocated=0");
        assertThatThrownBy(this::mergedOfCompeting).hasMessage("some: 20 messages sent, 19 received");
    }

    @Test
    void theSampleOfASingleProcessIsKept() {
        add(Side.PRODUCER, 0, "rate=7 count=20 allocated=2");
        assertThat(mergedOfCompeting()).isEqualTo(Sample.parse("rate=7 count=20 allocated=2"));
    }

    @Test
    void aMissingMessageIsAFailure() {
        add(Side.CONSUMER, 0, "rate=7 count=19 allocated=1 cpu=0.5");
        add(Side.PRODUCER, 0, "count=20 allocated=0");
        assertThatThrownBy(this::merged).hasMessage("some: 20 messages sent, 19 received");
    }
}
