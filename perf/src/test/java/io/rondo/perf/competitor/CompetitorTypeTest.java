package io.rondo.perf.competitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.CompetitorSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompetitorTypeTest {
    private static List<CompetitorType> ableTo(Point point) {
        return Arrays.stream(CompetitorType.values()).filter(type -> type.canRun(point)).toList();
    }

    private static Point oneWay(int length, int producers) {
        return new Point(Pattern.ONE_WAY, length, producers, 1, 0, 1, false);
    }

    private static CompetitorSettings settings(int capacity, Point point) {
        return new CompetitorSettings(Path.of("x"), Path.of("x"), capacity, point, new Role(Side.PRODUCER, 0));
    }

    @Test
    void atEqualMemoryAeronHasThreeTermsOfAQuarter() {
        CompetitorSettings equal = settings(1 << 20, oneWay(32, 1));
        assertThat(CompetitorType.RONDO_SPSC.memory(equal)).isEqualTo(1 << 20);
        assertThat(CompetitorType.AGRONA_MPSC.memory(equal)).isEqualTo(1 << 20);
        assertThat(CompetitorType.AERON_IPC.memory(equal)).isEqualTo(3 << 18);
        assertThat(CompetitorType.UDS.memory(equal)).isZero();
    }

    @Test
    void withoutACapacityAeronHasItsOwnDefault() {
        assertThat(CompetitorType.AERON_IPC.memory(settings(0, oneWay(32, 1)))).isEqualTo(3L * (64 << 20));
        assertThat(CompetitorType.AERON_IPC.memory(settings(0, oneWay(32, 2)))).isEqualTo(3L * (16 << 20));
    }

    @Test
    void theMemoryHoldsSeveralMessages() {
        CompetitorSettings large = settings(1 << 16, oneWay(1 << 20, 1));
        assertThat(CompetitorType.RONDO_SPSC.memory(large)).isEqualTo(8 << 20);
        assertThat(CompetitorType.AERON_IPC.memory(large)).isEqualTo(3L * (8 << 20));
    }

    @Test
    void onlySomeTransportsSupportManyProducers() {
        assertThat(ableTo(oneWay(32, 4))).containsExactly(CompetitorType.AGRONA_MPSC, CompetitorType.AERON_IPC,
                CompetitorType.AERON_IPC_SHARED, CompetitorType.NETTY, CompetitorType.PIPE, CompetitorType.RONDO_MPSC,
                CompetitorType.RONDO_MPSC_DEFAULT, CompetitorType.RONDO_SOCKET, CompetitorType.RONDO_SOCKET_SPIN);
    }

    @Test
    void aPipeSupportsManyProducersOnlyForShortMessages() {
        assertThat(CompetitorType.PIPE.canRun(oneWay(4096, 1))).isTrue();
        assertThat(CompetitorType.PIPE.canRun(oneWay(4088, 2))).isTrue();
        assertThat(CompetitorType.PIPE.canRun(oneWay(4096, 2))).isFalse();
    }

    @Test
    void aeronSupportsLongMessagesOfOneProducerOnly() {
        assertThat(CompetitorType.AERON_IPC.canRun(oneWay(Point.MAX_LENGTH, 1))).isTrue();
        assertThat(CompetitorType.AERON_IPC.canRun(oneWay(2 << 20, 2))).isTrue();
        assertThat(CompetitorType.AERON_IPC.canRun(oneWay(4 << 20, 2))).isFalse();
    }

    @Test
    void onlyTransportsWithTopicsFanOut() {
        assertThat(ableTo(new Point(Pattern.FAN_OUT, 32, 1, 4, 0, 1, false))).containsExactly(CompetitorType.AERON_IPC,
                CompetitorType.AERON_IPC_SHARED, CompetitorType.RONDO_TOPIC);
    }

    @Test
    void onlyTransportsThatSleepRunTheParkedPatterns() {
        assertThat(ableTo(Point.of(Pattern.PARKED_ROUND_TRIP, 32))).containsExactly(CompetitorType.UDS,
                CompetitorType.PIPE,
                CompetitorType.RONDO_SPSC_PARK, CompetitorType.RONDO_MPSC_PARK, CompetitorType.RONDO_SOCKET_PARK);
        assertThat(ableTo(new Point(Pattern.PARKED_CHANNELS, 32, 1, 1, 0, 100, false))).containsExactly(
                CompetitorType.UDS,
                CompetitorType.PIPE, CompetitorType.RONDO_SPSC_DEFAULT, CompetitorType.RONDO_MPSC_DEFAULT,
                CompetitorType.RONDO_SPSC_PARK,
                CompetitorType.RONDO_MPSC_PARK, CompetitorType.RONDO_SOCKET, CompetitorType.RONDO_SOCKET_PARK);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsNameAndHasADescription(CompetitorType type) {
        assertThat(CompetitorType.of(type.label())).isSameAs(type);
        assertThat(type.description()).isNotBlank();
        assertThat(type.kind() == CompetitorKind.RONDO).isEqualTo(type.label().startsWith("rondo"));
        assertThat(type.kind() == CompetitorKind.ALTERNATIVE).isEqualTo(Set.of(CompetitorType.FIRST_SPSC,
                CompetitorType.RELAY, CompetitorType.RELAY_SPIN).contains(type));
    }

    @Test
    void anUnknownNameIsRefusedWithTheListOfNames() {
        assertThatThrownBy(() -> CompetitorType.of("kafka")).hasMessageContaining("'kafka'")
                .hasMessageContaining("aeron-ipc");
    }
}
