package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostClockTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void theOffsetOfATimeNamespaceIsRead() {
        assertThat(HostClock.offset(List.of("monotonic           0         0", "boottime            0         0")))
                .isZero();
        assertThat(HostClock.offset(List.of("monotonic  -3  5", "boottime 7 0"))).isEqualTo(-2_999_999_995L);
        assertThat(HostClock.offset(List.of())).isZero();
    }

    @Test
    void aDeadlineIsRoundedUpByLessThanAMillisecond() {
        for (long deadline = -5 * MILLI; deadline < 5 * MILLI; deadline += 333_333) {
            long millis = HostClock.millis(deadline);
            long left = HostClock.nanosLeft(millis, deadline);
            assertThat(left).isBetween(0L, MILLI - 1);
        }
    }

    @Test
    void deadlinesWrapAroundEveryFortyNineDays() {
        long days = 1L << 32;
        for (long now : new long[]{0, days * MILLI - 1, days * MILLI, 3 * days * MILLI + 12_345, -MILLI}) {
            for (long wait : new long[]{-1000 * MILLI, 0, MILLI, 20L * 24 * 3600 * 1000 * MILLI}) {
                assertThat(HostClock.nanosLeft(HostClock.millis(now + wait), now)).isBetween(wait, wait + MILLI - 1);
            }
        }
    }
}
