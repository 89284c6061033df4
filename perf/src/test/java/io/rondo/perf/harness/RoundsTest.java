package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void eachRoundRunsEachContestantOnce() {
        Results results = new Rounds(0, 2, Duration.ofMillis(1))
                .run(List.of(new Scripted("a", 9), new Scripted("b", 9)));
        assertThat(log).containsExactly("a ready", "b ready", "a 1", "b 1", "a 2", "b 2");
        assertThat(results.values("b", Metric.RATE)).containsExactly(1.0, 2.0);
    }

    @Test
    void warmUpRoundsAreNotCounted() {
        Results results = new Rounds(3, 1, Duration.ofMillis(1)).run(List.of(new Scripted("a", 9)));
        assertThat(results.values("a", Metric.RATE)).containsExactly(4.0);
    }

    @Test
    void theOthersGoOnWithoutOneThatFails() {
        Results results = new Rounds(0, 3, Duration.ofMillis(1))
                .run(List.of(new Scripted("a", 1), new Scripted("b", 9)));
        assertThat(log).containsExactly("a ready", "b ready", "a 1", "b 1", "a closed", "b 2", "b 3");
        assertThat(results.names()).containsExactly("b");
        assertThat(results.failures()).containsEntry("a", "lost a message");
    }

    /** Fails after a number of slices; its rate is the number of the slice. */
    private final class Scripted implements Contestant {
        private final String name;
        private final int good;
        private int slices;

        Scripted(String name, int good) {
            this.name = name;
            this.good = good;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void awaitReady() {
            log.add(name + " ready");
        }

        @Override
        public Sample run(Duration slice) {
            if (slices == good) {
                throw new HarnessException("lost a message");
            }
            slices++;
            log.add(name + " " + slices);
            return Sample.of(Metric.RATE, slices);
        }

        @Override
        public void close() {
            log.add(name + " closed");
        }
    }
}
