package io.rondo.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
    /** Hollander and Wolfe, table 4.1, as in the documentation of R's wilcox.test: W = 35, one-sided p = 0.1272. */
    @Test
    void permeabilityOfMembranesIsAsInTheTextbook() {
        MannWhitney test = new MannWhitney(List.of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46),
                List.of(1.15, 0.88, 0.90, 0.74, 1.21));
        assertThat(test.u()).isEqualTo(35);
        assertThat(test.pValue()).isCloseTo(2 * 0.1272, within(1e-4));
    }

    /** The example in the documentation of SciPy's mannwhitneyu: U = 17, p = 0.1111 exact and 0.11135 approximate. */
    @Test
    void agesAtDiagnosisAreAsInTheDocumentationOfScipy() {
        MannWhitney test = new MannWhitney(List.of(19.0, 22.0, 16.0, 29.0, 24.0), List.of(20.0, 11.0, 17.0, 12.0));
        assertThat(test.u()).isEqualTo(17);
        assertThat(test.pValue()).isCloseTo(0.1111111, within(1e-6));
        assertThat(test.approximate()).isCloseTo(0.11134688653, within(1e-6));
    }

    @Test
    void completeSeparationHasTheProbabilityOfTwoOrdersInAll() {
        List<Double> low = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
        List<Double> high = List.of(6.0, 7.0, 8.0, 9.0, 10.0);
        assertThat(new MannWhitney(low, high).pValue()).isCloseTo(2 / 252.0, within(1e-12));
        assertThat(new MannWhitney(high, low).pValue()).isCloseTo(2 / 252.0, within(1e-12));
    }

    @Test
    void tiesAreApproximated() {
        // Four values of 2 and two of 3: variance 16/12 * (9 - 66/56) = 10.43, z = (6.5 - 0.5) / 3.229 = 1.858.
        MannWhitney test = new MannWhitney(List.of(1.0, 2.0, 2.0, 2.0), List.of(2.0, 3.0, 3.0, 4.0));
        assertThat(test.u()).isEqualTo(1.5);
        assertThat(test.pValue()).isEqualTo(test.approximate()).isCloseTo(0.063173, within(1e-6));
    }

    @Test
    void equalValuesDoNotDiffer() {
        List<Double> same = Collections.nCopies(6, 1.0);
        assertThat(new MannWhitney(same, same).pValue()).isEqualTo(1);
    }

    @Test
    void complementaryErrorFunctionHasItsKnownValues() {
        assertThat(MannWhitney.complementaryError(0)).isCloseTo(1, within(1e-6));
        assertThat(MannWhitney.complementaryError(1)).isCloseTo(0.15729920705, within(1e-7));
        assertThat(MannWhitney.complementaryError(2.5)).isCloseTo(4.06952017e-4, within(1e-9));
    }

    @Test
    void noValuesCannotBeTested() {
        assertThatThrownBy(() -> new MannWhitney(List.of(), List.of(1.0))).isInstanceOf(IllegalArgumentException.class);
    }
}
