package io.rondo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.log.LogSource;
import io.rondo.cli.support.TestLog;
import io.rondo.client.StartPosition;
import io.rondo.client.log.LogDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pace of a replay, by a clock that the test moves. */
class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path logs;
    private long now = 5 * SECOND;

    /** Replays a log with a message per second; returns the time of each publication since the first. */
    private List<Long> replay(Speed speed, ReplayControl control, long costOfPublishing) throws Exception {
        List<Long> times = new ArrayList<>();
        try (TestLog log = new TestLog(logs, "feed", 16 << 10)) {
            log.add(1, 5);
        }
        long start = now;
        try (LogSource source = new LogSource(new LogDirectory(logs.resolve("feed")), StartPosition.earliest(), null,
                (first, last, reason) -> {}, text -> {})) {
            new Replay(speed, control, () -> false, () -> now, nanos -> now += nanos)
                    .run(List.of(new Replay.Track(source, (buffer, offset, length) -> {
                        times.add(now - start);
                        now += costOfPublishing;
                        return true;
                    })));
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource({"1, 0 1000 2000 3000 4000", "2, 0 500 1000 1500 2000", "0.5, 0 2000 4000 6000 8000",
        "Infinity, 0 0 0 0 0"})
    void messagesKeepTheirDistancesScaledByTheSpeed(double factor, String millis) throws Exception {
        assertThat(replay(new Speed(factor), new ReplayControl(false), 0)).map(time -> time / 1_000_000)
                .containsExactly(longs(millis));
    }

    @Test
    void theMessagesOfSeveralLogsAreMergedByTheirTimes() throws Exception {
        StringBuilder order = new StringBuilder();
        List<String> gaps = new ArrayList<>();
        try (TestLog one = new TestLog(logs, "one", 16 << 10); TestLog other = new TestLog(logs, "other", 16 << 10)) {
            one.add(1, 2).gap(2).add(5, 6);
            other.add(1, 5);
        }
        try (LogSource one = source("one", gaps); LogSource other = source("other", gaps)) {
            new Replay(new Speed(1), new ReplayControl(false), () -> false, () -> now, nanos -> now += nanos)
                    .run(List.of(track(one, 'a', order), track(other, 'b', order)));
        }
        assertThat(order).hasToString("a1b1a2b2b3b4a5b5a6");
        assertThat(gaps).containsExactly("3-4");
    }

    private LogSource source(String channel, List<String> gaps) {
        return new LogSource(new LogDirectory(logs.resolve(channel)), StartPosition.earliest(), null,
                (first, last, reason) -> gaps.add(first + "-" + last), text -> {});
    }

    private static Replay.Track track(LogSource source, char name, StringBuilder order) {
        return new Replay.Track(source, (buffer, offset, length) -> {
            order.append(name).append(buffer.getStringWithoutLengthAscii(offset, length));
            return true;
        });
    }

    private static Long[] longs(String numbers) {
        return List.of(numbers.split(" ")).stream().map(Long::valueOf).toArray(Long[]::new);
    }

    @Test
    void aLateMessageDoesNotDelayLaterOnes() throws Exception {
        assertThat(replay(new Speed(1), new ReplayControl(false), SECOND / 2)).containsExactly(0L, SECOND, 2 * SECOND,
                3 * SECOND, 4 * SECOND);
        assertThat(new Schedule(new Speed(1)).due(7, 100)).isEqualTo(100);
    }

    @Test
    void messagesThatAreAllLateAreNotDelayedFurther() throws Exception {
        assertThat(replay(new Speed(1000), new ReplayControl(false), SECOND)).containsExactly(0L, SECOND, 2 * SECOND,
                3 * SECOND, 4 * SECOND);
    }

    @Test
    void aPauseMovesTheMessagesBehindIt() {
        Schedule schedule = new Schedule(new Speed(1));
        assertThat(schedule.due(100, 1000)).isEqualTo(1000);
        schedule.pausedFor(50);
        assertThat(schedule.due(110, 1000)).isEqualTo(1060);
    }

    @Test
    void stepsPublishWithoutWaitingAndTheReplayEndsWithItsInput() throws Exception {
        ReplayControl control = new ReplayControl(true);
        control.accept("");
        control.accept("2");
        control.endInput();
        assertThat(replay(new Speed(1), control, 0)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void goEndsSteppingAndThePaceContinuesFromTheLastStep() throws Exception {
        ReplayControl control = new ReplayControl(true);
        control.accept("go");
        assertThat(replay(new Speed(1), control, 0)).containsExactly(0L, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND);
    }

    @Test
    void anEmptyLinePausesAndContinues() throws Exception {
        ReplayControl control = new ReplayControl(false);
        control.accept("");
        assertThat(control.holds()).isTrue();
        control.accept("");
        assertThat(control.holds()).isFalse();
        assertThat(control.awaitTurn()).isTrue();
    }
}
