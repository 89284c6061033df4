package io.rondo.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static Histogram latencies(long... values) {
        Histogram histogram = new Histogram(1_000_000_000, 3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    @Test
    void parsesItsTextForm() {
        Sample sample = Sample.ofLatencies(latencies(100, 200, 70_000)).and(Metric.COUNT, 3).and(Metric.RATE, 1.5e6);
        assertThat(Sample.parse(sample.toString())).isEqualTo(sample).hasSameHashCodeAs(sample);
    }

    @Test
    void keepsEverySingleLatency() {
        Histogram histogram = latencies(100, 200, 70_000);
        Sample sample = Sample.parse(Sample.ofLatencies(histogram).toString());
        assertThat(sample.histogram()).contains(histogram);
        assertThat(sample.get(Metric.P50)).isEqualTo(200);
        assertThat(sample.get(Metric.MAX)).isEqualTo(histogram.getMaxValue());
    }

    @Test
    void hasNoHistogramWhereThereWereNoLatencies() {
        assertThat(Sample.of(Metric.RATE, 1).histogram()).isEmpty();
        assertThat(Sample.ofLatencies(latencies())).isEqualTo(Sample.of(Metric.COUNT, 0));
    }

    @Test
    void theFiguresOfTheOtherSampleHavePriority() {
        Sample both = Sample.of(Metric.P50, 1).and(Metric.P99, 2).and(Sample.of(Metric.P50, 3));
        assertThat(both.get(Metric.P50)).isEqualTo(3);
        assertThat(both.get(Metric.P99)).isEqualTo(2);
        assertThat(both.values()).containsOnlyKeys(Metric.P50, Metric.P99);
    }

    @Test
    void aHistogramIsKeptWhenFiguresAreAdded() {
        Sample sample = Sample.ofLatencies(latencies(5)).and(Metric.COUNT, 1);
        assertThat(sample.histogram()).isPresent();
        assertThat(Sample.of(Metric.COUNT, 1).and(sample).histogram()).isPresent();
    }

    @Test
    void aFigureThatWasNotMeasuredIsNamed() {
        assertThat(Sample.of(Metric.P50, 1).has(Metric.RATE)).isFalse();
        assertThatThrownBy(() -> Sample.of(Metric.P50, 1).get(Metric.RATE)).hasMessageContaining("rate");
    }

    @Test
    void otherLinesAreRefused() {
        assertThatThrownBy(() -> Sample.parse("fine, thanks")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sample.parse("speed=3")).isInstanceOf(IllegalArgumentException.class);
    }
}
