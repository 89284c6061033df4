package io.rondo.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineStateTest {
    @ParameterizedTest
    @CsvSource({"80, 90, near", "150, 170, middle", "510, 540, far", "85, 520, near to far", "520, 160, far to middle"})
    void theRoundTripsOfTheLimitNameTheState(double before, double after, String name) {
        assertThat(new MachineState(before, after).name()).isEqualTo(name);
    }
}
