package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    @Test
    void aPercentileIsTheValueThatItsShareDoesNotExceed() {
        RoundTrips trips = new RoundTrips();
        assertThat(trips.percentile(0.99)).isZero();
        LongStream.rangeClosed(1, 100).map(i -> 101_000 - i * 1000).forEach(trips::add);
        assertThat(trips.percentile(0.5)).isEqualTo(50_000);
        assertThat(trips.percentile(0.99)).isEqualTo(99_000);
        assertThat(trips.percentile(1)).isEqualTo(100_000);
        assertThat(trips).hasToString("p50 50.0 us, p99 99.0 us").returns(100, RoundTrips::count);
    }
}
