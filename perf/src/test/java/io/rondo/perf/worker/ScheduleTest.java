package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void aSteadyRateStaysEvenAndExact() {
        Schedule schedule = Schedule.steady(3);
        assertThat(schedule.due(0, 0)).isZero();
        assertThat(schedule.due(0, 1)).isEqualTo(SECOND / 3);
        assertThat(schedule.due(0, 3_000_000_000L)).isEqualTo(1_000_000_000L * SECOND);
        assertThat(Schedule.steady(10_000_000).due(0, 5)).isEqualTo(500);
    }

    @Test
    void aSliceBeginsWithItsFirstMessage() {
        assertThat(Schedule.steady(1000).due(70, 70)).isZero();
        assertThat(Schedule.bursts(1000).due(70, 70)).isZero();
    }

    @Test
    void messagesOfABurstAreDueTogetherAndTheOthersEvenly() {
        Schedule schedule = Schedule.bursts(1000);
        int burst = Schedule.BURST_MESSAGES;
        assertThat(schedule.due(0, burst - 1)).isZero();
        assertThat(schedule.due(0, burst + 1)).isEqualTo(1_000_000);
        assertThat(schedule.due(0, burst + 9)).isEqualTo(9_000_000);
        assertThat(schedule.due(0, burst + 10)).isEqualTo(Schedule.BURST_PERIOD_NANOS);
        assertThat(schedule.due(0, 2L * burst + 9)).isEqualTo(Schedule.BURST_PERIOD_NANOS);
    }

    @Test
    void timesNeverDecrease() {
        Schedule schedule = Schedule.bursts(12_345);
        for (long n = 1; n < 10_000; n++) {
            assertThat(schedule.due(0, n)).isGreaterThanOrEqualTo(schedule.due(0, n - 1));
        }
    }
}
