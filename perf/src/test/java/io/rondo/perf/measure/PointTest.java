package io.rondo.perf.measure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PointTest {
    private static Point point(Pattern pattern, int length, int producers, long rate) {
        return new Point(pattern, length, producers, 1, rate, 1, false);
    }

    @Test
    void validPointsAreAccepted() {
        assertThatCode(() -> {
            point(Pattern.ONE_WAY, 8, 127, 0);
            point(Pattern.OPEN_LOOP, 16, 1, 1000);
            point(Pattern.REPLAY, 0, 1, 0);
            point(Pattern.PARKED_CHANNELS, 0, 1, 0);
        }).doesNotThrowAnyException();
    }

    @Test
    void invalidPointsAreRefusedWithTheRemedy() {
        assertThatThrownBy(() -> point(Pattern.ONE_WAY, 12, 1, 0)).hasMessageContaining("message size 12")
                .hasMessageContaining("multiple of 8");
        assertThatThrownBy(() -> point(Pattern.ONE_WAY, 0, 1, 0)).hasMessageContaining("message size 0");
        assertThatThrownBy(() -> point(Pattern.OPEN_LOOP, 8, 1, 5)).hasMessageContaining("at least 16");
        assertThatThrownBy(() -> point(Pattern.OPEN_LOOP, 32, 1, 0)).hasMessageContaining("rate 0");
        assertThatThrownBy(() -> point(Pattern.ONE_WAY, 32, 1, 9)).hasMessageContaining("use 0");
        assertThatThrownBy(() -> point(Pattern.ONE_WAY, (8 << 20) + 8, 1, 0)).hasMessageContaining("at most 8388608");
        assertThatThrownBy(() -> point(Pattern.ONE_WAY, 32, 128, 0)).hasMessageContaining("128 producers");
    }

    @Test
    void onlyPointsThatCompareCapacitiesHaveOne() {
        assertThat(Point.ofCapacity(32, 1 << 16).capacity()).isEqualTo(1 << 16);
        assertThatThrownBy(() -> Point.ofCapacity(32, 100_000)).hasMessageContaining("use a power of two");
        assertThatThrownBy(() -> new Point(Pattern.ONE_WAY, 32, 1, 1, 0, 1, false, 100_000))
                .hasMessageContaining("capacity 100000").hasMessageContaining("use 0");
    }
}
