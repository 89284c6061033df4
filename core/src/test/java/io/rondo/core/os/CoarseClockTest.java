package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CoarseClockTest {
    private static final int READINGS = 1000;

    private final CoarseClock clock = new CoarseClock();

    @Test
    void isNeverAheadOfThePreciseClockAndNeverGoesBack() {
        long before = clock.nanos();
        for (int i = 0; i < READINGS; i++) {
            long coarse = clock.nanos();
            assertThat(System.nanoTime() - coarse).isNotNegative();
            assertThat(coarse - before).isNotNegative();
            before = coarse;
        }
    }

    @Test
    void goesOn() {
        long start = System.nanoTime();
        while (clock.nanos() - start <= 0) {
            LockSupport.parkNanos(1);
        }
        assertThat(clock.nanos() - start).isPositive();
    }
}
