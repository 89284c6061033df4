package io.rondo.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"0, 0 ns", "91.4, 91 ns", "1250, 1.25 us", "38400, 38.4 us", "999960, 1000 us", "2310000, 2.31 ms",
        "1.5e9, 1.50 s"})
    void timesHaveThreeDigitsAndAUnit(double nanos, String text) {
        assertThat(Quantity.nanos(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12, 12/s", "950000, 950 k/s", "121000000, 121 M/s", "9.876e6, 9.88 M/s"})
    void ratesHaveThreeDigitsAndAUnit(double rate, String text) {
        assertThat(Quantity.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"8, 8 B", "1024, 1 KiB", "1536, 1536 B", "65536, 64 KiB", "1048576, 1 MiB"})
    void lengthsAreBinary(int bytes, String text) {
        assertThat(Quantity.length(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1 k/s", "1500, 1500/s", "10000000, 10 M/s", "2500000, 2500 k/s"})
    void intendedRatesAreExact(long rate, String text) {
        assertThat(Quantity.roundRate(rate)).isEqualTo(text);
    }
}
