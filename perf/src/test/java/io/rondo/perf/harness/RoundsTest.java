package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration SLICE = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    private static List<Double> rates(CompetitorResult result) {
        return result.samples().stream().map(sample -> sample.get(Metric.RATE)).toList();
    }

    private List<CompetitorResult> run(Rounds rounds, Scripted... competitors) {
        return rounds.run(List.of(competitors), () -> log.add("."));
    }

    @Test
    void allCompetitorsStartTogetherAndRunOncePerRound() {
        List<CompetitorResult> results = run(new Rounds(0, 2, SLICE), new Scripted("a", 9), new Scripted("b", 9));
        assertThat(log.subList(0, 4)).containsExactly("a starts", "b starts", "a ready", "b ready");
        assertThat(log.subList(4, 8)).containsExactlyInAnyOrder("a 1", ".", "b 1", ".");
        assertThat(log.subList(8, 12)).containsExactlyInAnyOrder("a 2", ".", "b 2", ".");
        assertThat(rates(results.get(1))).containsExactly(1.0, 2.0);
        assertThat(results.get(1).name()).isEqualTo("b");
        assertThat(results.get(1).failure()).isNull();
    }

    @Test
    void theOrderChangesBetweenRounds() {
        run(new Rounds(0, 9, SLICE), new Scripted("a", 9), new Scripted("b", 9), new Scripted("c", 9));
        List<String> order = log.stream().filter(entry -> entry.matches(". \\d")).map(entry -> entry.substring(0, 1))
                .toList();
        assertThat(order).hasSize(27);
        assertThat(IntStream.range(1, order.size()).filter(i -> order.get(i).equals("c"))
                .mapToObj(i -> order.get(i - 1))).contains("a", "b");
        assertThat(IntStream.range(0, 9).mapToObj(round -> order.get(3 * round))).as("nor is always the first")
                .contains("a", "b", "c");
    }

    @Test
    void warmUpRoundsAreNotCounted() {
        assertThat(rates(run(new Rounds(3, 1, SLICE), new Scripted("a", 9)).getFirst())).containsExactly(4.0);
    }

    @Test
    void aCompetitorWithFewMessagesIsWarmedUpForLonger() {
        assertThat(rates(run(new Rounds(1, 1, SLICE, true), new Scripted("a", 99, 10_000)).getFirst()))
                .containsExactly(11.0);
    }

    @Test
    void aCompetitorThatStillGetsFasterIsWarmedUpForLonger() {
        // From slice to slice the rate grows by a factor of 2, 1.5, 1.33, 1.25 and 1.2.
        assertThat(rates(run(new Rounds(1, 1, SLICE, true), new Scripted("a", 99, 1_000_000)).getFirst()))
                .containsExactly(8.0);
    }

    @Test
    void theWarmUpIsBounded() {
        assertThat(rates(run(new Rounds(1, 1, SLICE, true), new Scripted("a", 99, 1)).getFirst()))
                .containsExactly(51.0);
    }

    @Test
    void theOthersContinueWithoutAFailedCompetitor() {
        Rounds rounds = new Rounds(0, 3, SLICE);
        List<CompetitorResult> results = run(rounds, new Scripted("a", 1), new Scripted("b", 9));
        assertThat(log).containsSubsequence("a 1", "a closed").containsSubsequence("b 1", "b 2", "b 3")
                .doesNotContain("a 2");
        assertThat(results.getFirst().failure()).isEqualTo("lost a message");
        assertThat(results.getFirst().samples()).isEmpty();
        assertThat(rates(results.getLast())).hasSize(3);
        assertThat(log.stream().filter("."::equals)).hasSize(rounds.slices(2));
    }

    @Test
    void aCompetitorThatDoesNotStartIsNotAwaited() {
        List<CompetitorResult> results = run(new Rounds(0, 1, SLICE), new Scripted("a", -1), new Scripted("b", 9));
        assertThat(log).doesNotContain("a ready").contains("b 1");
        assertThat(results.getFirst().failure()).contains("cannot start");
    }

    /** Fails after a number of slices, at its start if that is negative; its rate is the number of the slice. */
    private final class Scripted implements CompetitorProcesses {
        private final String name;
        private final int good;
        private final int messages;
        private int slices;

        Scripted(String name, int good) {
            this(name, good, 0);
        }

        /** With so many messages in each slice. */
        Scripted(String name, int good, int messages) {
            this.name = name;
            this.good = good;
            this.messages = messages;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "scripted";
        }

        @Override
        public long capacity() {
            return 0;
        }

        @Override
        public CompetitorKind kind() {
            return CompetitorKind.EXTERNAL;
        }

        @Override
        public void start() {
            if (good < 0) {
                throw new IllegalStateException("cannot start");
            }
            log.add(name + " starts");
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
            return Sample.of(Metric.RATE, slices).and(Metric.COUNT, messages);
        }

        @Override
        public void close() {
            log.add(name + " closed");
        }
    }
}
