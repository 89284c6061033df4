package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SettlingTest {
    @Test
    void theWaitEndsWhenTheProcessUsesNoCpuAnyMore() {
        AtomicLong reads = new AtomicLong();
        // Busy for five intervals, then at rest.
        Settling settling = new Settling(() -> Math.min(reads.incrementAndGet(), 6) * 2_000_000);
        assertThat(settling.await()).isTrue();
        assertThat(reads).hasValue(9);
    }

    @Test
    void aShortRestBetweenTwoTasksDoesNotEndTheWait() {
        AtomicLong reads = new AtomicLong();
        Settling settling = new Settling(() -> (reads.incrementAndGet() < 10 ? reads.get() / 2 : 5) * 2_000_000);
        assertThat(settling.await()).isTrue();
        assertThat(reads.get()).isGreaterThan(10);
    }

    @Test
    void theWaitForAProcessThatNeverRestsEnds() {
        AtomicLong reads = new AtomicLong();
        assertThat(new Settling(() -> reads.incrementAndGet() * 2_000_000).await()).isFalse();
    }
}
