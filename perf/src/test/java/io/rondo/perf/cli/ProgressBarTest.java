package io.rondo.perf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final Point FIRST = Point.of(Pattern.ONE_WAY, 32);
    private static final Point SECOND = Point.of(Pattern.ONE_WAY, 64);
    private static final List<Plan> PLANS = List.of(
            new Plan(List.of(FIRST, SECOND), List.of("rondo-spsc", "aeron-ipc"), 8, 2, Duration.ofSeconds(1), 4096,
                    null));

    private final StringWriter text = new StringWriter();
    private final Finish finish = new Finish();
    private long now;

    private ProgressBar bar(boolean terminal) {
        return bar(terminal, 80);
    }

    private ProgressBar bar(boolean terminal, int columns) {
        return new ProgressBar(PLANS, new PrintWriter(text), new ReportTerminal(terminal, columns), finish, () -> now);
    }

    private void slices(ProgressBar bar, int count) {
        for (int i = 0; i < count; i++) {
            now += Duration.ofSeconds(2).toNanos();
            bar.sliceDone();
        }
    }

    @Test
    void aTerminalShowsABarAndTheEstimatedRemainingTime() {
        ProgressBar bar = bar(true);
        assertThat(bar.estimate()).isEqualTo("0:43");
        bar.begin(FIRST, 20, Duration.ofSeconds(1));
        assertThat(text.toString()).endsWith("\r\033[K[........................]   0 %  0:43 left  one way, 32 B");
        slices(bar, 20);
        bar.end();
        assertThat(text.toString()).endsWith("[############............]  50 %  0:40 left  one way, 32 B");
        bar.begin(SECOND, 20, Duration.ofSeconds(1));
        slices(bar, 20);
        bar.end();
        assertThat(text.toString()).endsWith("[########################] 100 %  0:00 left  one way, 64 B");
        bar.close();
        assertThat(text.toString()).endsWith("\r\033[K");
    }

    @Test
    void withoutATerminalEachPointIsALine() {
        ProgressBar bar = bar(false);
        bar.begin(FIRST, 20, Duration.ofSeconds(1));
        slices(bar, 20);
        bar.end();
        bar.note("no gcc");
        bar.close();
        assertThat(text).hasToString("rondo: 1 of 2: one way, 32 B, 0:43 left\nrondo: no gcc\n");
    }

    @Test
    void aPointWithFewerCompetitorsThanExpectedShortensTheEstimate() {
        ProgressBar bar = bar(true);
        bar.begin(FIRST, 10, Duration.ofSeconds(1));
        slices(bar, 10);
        bar.end();
        assertThat(text.toString()).contains(" 33 % ");
    }

    @Test
    void aSignalEndsTheLineAndNothingFollows() {
        ProgressBar bar = bar(true);
        bar.begin(FIRST, 20, Duration.ofSeconds(1));
        finish.stop();
        String before = text.toString();
        assertThat(before).endsWith("one way, 32 B\n");
        bar.sliceDone();
        bar.note("a worker was killed");
        assertThat(text).hasToString(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 30, 40})
    void aNarrowTerminalShortensTheLine(int columns) {
        bar(true, columns).begin(FIRST, 20, Duration.ofSeconds(1));
        assertThat(text.toString().replace("\r\033[K", "")).hasSizeLessThan(columns);
    }
}
