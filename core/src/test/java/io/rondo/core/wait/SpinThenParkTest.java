package io.rondo.core.wait;

import static io.rondo.core.wait.SpinThenPark.MAX_SPIN_NANOS;
import static io.rondo.core.wait.SpinThenPark.MIN_SPIN_NANOS;
import static io.rondo.core.wait.SpinThenPark.MIN_TRIAL_INTERVAL_NANOS;
import static io.rondo.core.wait.SpinThenPark.SHORT_WAIT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How the time of spinning follows the waits. The clock advances by {@link #TICK} at each reading. */
class SpinThenParkTest {
    private static final long TICK = 1_000;
    /** Less than a short wait, more than the shortest spin. */
    private static final long SHORT = 20_000;
    private static final long LONG = 10 * SHORT_WAIT_NANOS;

    private long time;
    private final SpinThenPark waiter = new SpinThenPark(() -> time += TICK);

    private static long never() {
        return Long.MAX_VALUE / 2;
    }

    /** A wait that ends when the thread has slept for a time. Returns the time that it spun before. */
    private long sleep(long nanos) {
        long start = time;
        long[] fellAsleep = {0};
        StubParking parking = new StubParking();
        parking.onSleep(() -> {
            fellAsleep[0] = time;
            time += nanos;
            parking.comeTrue();
        });
        assertThat(waiter.await(parking, parking, never())).isTrue();
        assertThat(parking.steps).contains("prepare");
        return fellAsleep[0] - start;
    }

    /** A wait that spinning ends after a time. */
    private void spin(long nanos) {
        long looksPerReading = 16;
        StubParking parking = new StubParking().holdsFromLook((int) (looksPerReading * nanos / TICK) + 1);
        assertThat(waiter.await(parking, parking, never())).isTrue();
        assertThat(parking.steps).containsOnly("look");
    }

    private void untilShortest() {
        for (int i = 0; i < Long.SIZE; i++) {
            sleep(LONG);
        }
        assertThat(waiter.spinNanos()).isEqualTo(MIN_SPIN_NANOS);
    }

    /** Both trials of a waiter that sleeps through short waits. */
    private void failTrials() {
        sleep(SHORT);
        assertThat(sleep(SHORT)).as("first trial").isBetween(2 * SHORT, 4 * SHORT);
        assertThat(sleep(SHORT)).as("second trial").isBetween(MAX_SPIN_NANOS, MAX_SPIN_NANOS + SHORT);
        assertThat(waiter.spinNanos()).isEqualTo(MIN_SPIN_NANOS);
    }

    @Test
    void eachLongWaitHalvesTheSpinDownToTheShortest() {
        for (long expected = SHORT_WAIT_NANOS / 2; expected > MIN_SPIN_NANOS; expected /= 2) {
            sleep(LONG);
            assertThat(waiter.spinNanos()).isEqualTo(expected);
        }
        untilShortest();
    }

    @Test
    void aLongWaitThatSpinningEndedHalvesTheSpin() {
        for (int i = 0; i < 100; i++) {
            spin(SHORT);
        }
        long before = waiter.spinNanos();
        assertThat(before).isGreaterThan(2 * SHORT_WAIT_NANOS);
        spin(SHORT_WAIT_NANOS + SHORT);
        assertThat(waiter.spinNanos()).isEqualTo(before / 2);
    }

    @Test
    void shortWaitsThatSpinningEndedRaiseTheSpinUpToTheLongest() {
        untilShortest();
        for (int i = 0; i < MAX_SPIN_NANOS / MIN_SPIN_NANOS; i++) {
            long before = waiter.spinNanos();
            spin(0);
            assertThat(waiter.spinNanos()).isEqualTo(Math.min(MAX_SPIN_NANOS, before + MIN_SPIN_NANOS));
        }
        assertThat(waiter.spinNanos()).isEqualTo(MAX_SPIN_NANOS);
    }

    @Test
    void aTrialThatSucceedsEndsTheSleeping() {
        untilShortest();
        sleep(SHORT);
        spin(SHORT);
        assertThat(waiter.spinNanos()).isEqualTo(SHORT_WAIT_NANOS);
    }

    @Test
    void aWaitThatEndsAtOnceDoesNotDecideATrial() {
        untilShortest();
        sleep(SHORT);
        long trial = waiter.spinNanos();
        spin(0);
        assertThat(waiter.spinNanos()).isEqualTo(trial);
    }

    @Test
    void theSecondTrialIsLongEnoughForTheScheduler() {
        untilShortest();
        sleep(SHORT);
        sleep(SHORT);
        spin(MAX_SPIN_NANOS / 2);
        assertThat(waiter.spinNanos()).isEqualTo(SHORT_WAIT_NANOS);
        untilShortest();
        sleep(SHORT);
        assertThat(waiter.spinNanos()).as("no trial soon after a long one").isEqualTo(MIN_SPIN_NANOS);
    }

    @Test
    void failedTrialsAreRepeatedAtGrowingIntervals() {
        untilShortest();
        long interval = MIN_TRIAL_INTERVAL_NANOS;
        failTrials();
        for (int i = 0; i < 3; i++) {
            time += interval - LONG;
            assertThat(sleep(SHORT)).isLessThan(SHORT);
            assertThat(waiter.spinNanos()).isEqualTo(MIN_SPIN_NANOS);
            time += LONG;
            sleep(SHORT);
            assertThat(sleep(SHORT)).as("trial").isGreaterThanOrEqualTo(MAX_SPIN_NANOS);
            interval *= 2;
        }
    }

    @Test
    void aLongSleepInATrialIsNoFailure() {
        untilShortest();
        sleep(SHORT);
        sleep(LONG);
        assertThat(waiter.spinNanos()).isEqualTo(MIN_SPIN_NANOS);
        time += MIN_TRIAL_INTERVAL_NANOS;
        failTrials();
    }

    @Test
    void aLongTrialThatEndsInALongSleepIsNotRepeatedAtOnce() {
        untilShortest();
        sleep(SHORT);
        sleep(SHORT);
        assertThat(sleep(LONG)).as("long trial").isGreaterThanOrEqualTo(MAX_SPIN_NANOS);
        sleep(SHORT);
        assertThat(sleep(LONG)).isLessThan(SHORT);
        time += MIN_TRIAL_INTERVAL_NANOS;
        sleep(SHORT);
        assertThat(sleep(LONG)).as("the next long trial").isGreaterThanOrEqualTo(MAX_SPIN_NANOS);
    }

    @Test
    void aTimeoutIsNoReasonForATrial() {
        untilShortest();
        StubParking parking = new StubParking();
        assertThat(waiter.await(parking, parking, System.nanoTime())).isFalse();
        assertThat(waiter.spinNanos()).isEqualTo(MIN_SPIN_NANOS);
    }
}
