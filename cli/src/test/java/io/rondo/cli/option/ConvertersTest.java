package io.rondo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "64k, 65536", "64K, 65536", "1m, 1048576", "1g, 1073741824",
        "2147483647, 2147483647"})
    void sizesAreBytesOrHavePowersOf1024(String text, int bytes) {
        assertThat(new SizeConverter().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1kb", "1.5m", " 1", "-1", "2g", "2147483648", "999999999999999999g",
        "9999999999999999999"})
    void otherSizesAreRefused(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void durationsHaveAUnit() {
        DurationConverter converter = new DurationConverter();
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(converter.convert("1m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(converter.convert("3h")).isEqualTo(Duration.ofHours(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1d", "9999999999s"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void ratesArePerSecond() {
        RateConverter converter = new RateConverter();
        assertThat(converter.convert("1000")).isEqualTo(1000);
        assertThat(converter.convert("1000/s")).isEqualTo(1000);
        assertThat(converter.convert("0.5/s")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0/s", "-1", "10/m", "1e3", "/s"})
    void otherRatesAreRefused(String text) {
        assertThatThrownBy(() -> new RateConverter().convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
