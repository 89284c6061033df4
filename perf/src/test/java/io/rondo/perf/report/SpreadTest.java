package io.rondo.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleValueInAnyOrder() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(new Spread(3, 1, 8));
    }

    @Test
    void oneValueIsItsOwnSpread() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void noValuesHaveNoMedian() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratiosAreTakenPerRoundAndNotBetweenMedians() {
        List<Double> values = List.of(100.0, 500.0, 120.0);
        List<Double> reference = List.of(100.0, 250.0, 240.0);
        // The ratio of the medians is 120 / 240; the machine was slow in the second round, for both.
        assertThat(Spread.of(Spread.ratios(values, reference))).isEqualTo(new Spread(1, 0.5, 2));
    }

    @Test
    void ratiosOfDifferentNumbersOfRoundsAreRefused() {
        assertThatThrownBy(() -> Spread.ratios(List.of(1.0), List.of(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 rounds");
    }

    @Test
    void printsMedianAndExtremes() {
        assertThat(new Spread(1.234, 1, 2.5)).hasToString("1.23 (1.00-2.50)");
    }
}
