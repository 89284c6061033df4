package io.rondo.core.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a wait. */
class WaitStrategyTest {
    private static final long HOUR = 3_600_000_000_000L;

    enum Kind {
        BUSY_SPIN(WaitStrategy.busySpin()), SPIN_THEN_PARK(WaitStrategy.spinThenPark()), PARK(WaitStrategy.park());

        private final WaitStrategy strategy;

        Kind(WaitStrategy strategy) {
            this.strategy = strategy;
        }
    }

    private final StubParking parking = new StubParking();

    private static long inAnHour() {
        return System.nanoTime() + HOUR;
    }

    private static long longAgo() {
        return System.nanoTime() - HOUR;
    }

    @ParameterizedTest
    @EnumSource
    void aConditionThatHoldsNeedsOneLook(Kind kind) {
        parking.holdsFromLook(1);
        assertThat(kind.strategy.newWaiter().await(parking, parking, inAnHour())).isTrue();
        assertThat(parking.steps).containsExactly("look");
    }

    @ParameterizedTest
    @EnumSource
    void aDeadlineThatPassedAllowsALook(Kind kind) {
        assertThat(kind.strategy.newWaiter().await(parking, parking, longAgo())).isFalse();
        assertThat(parking.looks()).isPositive();
        assertThat(parking.steps).containsOnly("look");
        parking.comeTrue();
        assertThat(kind.strategy.newWaiter().await(parking, parking, longAgo())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aDeadlineEndsTheWait(Kind kind) {
        long deadline = System.nanoTime() + 2_000_000;
        assertThat(kind.strategy.newWaiter().await(parking, parking, deadline)).isFalse();
        assertThat(System.nanoTime() - deadline).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource
    void aConditionThatHoldsLaterIsFound(Kind kind) {
        parking.holdsFromLook(1000);
        assertThat(kind.strategy.newWaiter().await(parking, parking, inAnHour())).isTrue();
        assertThat(parking.looks()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void closingAndInterruptingEndTheWait(Kind kind) {
        for (RuntimeException failure : List.of(new SegmentException(Reason.CLOSED, "closed"),
                new SegmentException(Reason.INTERRUPTED, "int"))) {
            StubParking failing = new StubParking().failing(failure);
            assertThatThrownBy(() -> kind.strategy.newWaiter().await(failing, failing, inAnHour())).isSameAs(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SPIN_THEN_PARK", "PARK"})
    void eachSleepIsAnnouncedAndLookedBefore(Kind kind) {
        int[] sleeps = {0};
        parking.onSleep(() -> {
            if (++sleeps[0] == 3) {
                parking.comeTrue();
            }
        });
        assertThat(kind.strategy.newWaiter().await(parking, parking, inAnHour())).isTrue();
        List<String> steps = new ArrayList<>(parking.steps);
        int first = steps.indexOf("prepare");
        assertThat(steps.subList(0, first)).isNotEmpty().containsOnly("look");
        String sleep = "sleep " + Condition.MAX_SLEEP_NANOS;
        assertThat(steps.subList(first, steps.size())).containsExactly("prepare", "look", sleep, "look", "prepare",
                "look", sleep, "look", "prepare", "look", sleep, "look");
    }

    @Test
    void aConditionThatHoldsAfterTheAnnouncementPreventsTheSleep() {
        parking.holdsFromLook(2);
        assertThat(WaitStrategy.park().newWaiter().await(parking, parking, inAnHour())).isTrue();
        assertThat(parking.steps).containsExactly("look", "prepare", "look");
    }

    @Test
    void aSleepIsAsLongAsTheConditionAllowsAndEndsAtTheDeadline() {
        parking.maxSleepNanos(5).onSleep(parking::comeTrue);
        assertThat(WaitStrategy.park().newWaiter().await(parking, parking, inAnHour())).isTrue();
        assertThat(parking.steps).contains("sleep 5");

        StubParking other = new StubParking();
        long deadline = System.nanoTime() + 1_000_000;
        assertThat(WaitStrategy.park().newWaiter().await(other, other, deadline)).isFalse();
        assertThat(other.steps).filteredOn(step -> step.startsWith("sleep")).isNotEmpty()
                .allSatisfy(step -> assertThat(Long.parseLong(step.substring(6))).isBetween(1L, 1_000_000L));
    }

    @Test
    void aBusySpinNeverSleeps() {
        WaitStrategy.busySpin().newWaiter().await(parking, parking, System.nanoTime() + 1_000_000);
        assertThat(parking.steps).containsOnly("look");
    }
}
