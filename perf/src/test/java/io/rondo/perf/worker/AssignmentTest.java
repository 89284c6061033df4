package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.CompetitorSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void isPassedOnACommandLine() {
        Assignment assignment = new Assignment(CompetitorType.AERON_IPC,
                new CompetitorSettings(Path.of("/dev/shm/x"), Path.of("/var/tmp/x"), 4096,
                        new Point(Pattern.FAN_OUT, 64, 1, 4, 0, 1, true), new Role(Side.CONSUMER, 3)),
                null);
        assertThat(Assignment.parse(assignment.arguments().toArray(String[]::new))).isEqualTo(assignment);
        assertThat(assignment).hasToString("aeron-ipc consumer 3");
    }

    @Test
    void theAssignmentOfAReplayNamesTheCapture() {
        Assignment assignment = new Assignment(CompetitorType.AERON_IPC,
                new CompetitorSettings(Path.of("/dev/shm/x"), Path.of("/var/tmp/x"), 4096,
                        Point.of(Pattern.REPLAY, 0), new Role(Side.PRODUCER, 0)),
                new Capture(Path.of("/a b.pcap"), 2.5));
        assertThat(Assignment.parse(assignment.arguments().toArray(String[]::new))).isEqualTo(assignment);
    }

    @Test
    void thePointMayNameACapacity() {
        Assignment assignment = new Assignment(CompetitorType.RONDO_SPSC,
                new CompetitorSettings(Path.of("/dev/shm/x"), Path.of("/var/tmp/x"), 1 << 16,
                        Point.ofCapacity(32, 1 << 16), new Role(Side.PRODUCER, 0)),
                null);
        assertThat(Assignment.parse(assignment.arguments().toArray(String[]::new))).isEqualTo(assignment);
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> Assignment.parse("aeron-ipc", "CONSUMER")).hasMessageContaining("2 arguments");
    }

    @Test
    void onlyTheFirstProducerLeads() {
        assertThat(new Role(Side.PRODUCER, 0).leads()).isTrue();
        assertThat(new Role(Side.PRODUCER, 1).leads()).isFalse();
        assertThat(new Role(Side.CONSUMER, 0).leads()).isFalse();
    }
}
