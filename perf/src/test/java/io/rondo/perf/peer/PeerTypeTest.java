package io.rondo.perf.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerTypeTest {
    private static List<PeerType> ableTo(Point point) {
        return Arrays.stream(PeerType.values()).filter(type -> type.canRun(point)).toList();
    }

    private static Point oneWay(int length, int producers) {
        return new Point(Pattern.ONE_WAY, length, producers, 1, 0, 1, false);
    }

    @Test
    void manyProducersNeedATransportForThem() {
        assertThat(ableTo(oneWay(32, 4))).containsExactly(PeerType.AGRONA_MPSC, PeerType.AERON_IPC,
                PeerType.AERON_IPC_SHARED, PeerType.NETTY, PeerType.PIPE, PeerType.RONDO_MPSC,
                PeerType.RONDO_MPSC_DEFAULT, PeerType.RONDO_SOCKET, PeerType.RONDO_SOCKET_SPIN);
    }

    @Test
    void aPipeKeepsOnlyShortMessagesOfManyProducersApart() {
        assertThat(PeerType.PIPE.canRun(oneWay(4096, 1))).isTrue();
        assertThat(PeerType.PIPE.canRun(oneWay(4088, 2))).isTrue();
        assertThat(PeerType.PIPE.canRun(oneWay(4096, 2))).isFalse();
    }

    @Test
    void aeronTakesLongMessagesOfOneProducerOnly() {
        assertThat(PeerType.AERON_IPC.canRun(oneWay(Point.MAX_LENGTH, 1))).isTrue();
        assertThat(PeerType.AERON_IPC.canRun(oneWay(2 << 20, 2))).isTrue();
        assertThat(PeerType.AERON_IPC.canRun(oneWay(4 << 20, 2))).isFalse();
    }

    @Test
    void onlyTopicsFanOut() {
        assertThat(ableTo(new Point(Pattern.FAN_OUT, 32, 1, 4, 0, 1, false))).containsExactly(PeerType.AERON_IPC,
                PeerType.AERON_IPC_SHARED, PeerType.RONDO_TOPIC);
    }

    @Test
    void onlySleepersArePutToSleep() {
        assertThat(ableTo(Point.of(Pattern.PARKED_ROUND_TRIP, 32))).containsExactly(PeerType.UDS, PeerType.PIPE,
                PeerType.RONDO_SPSC_PARK, PeerType.RONDO_MPSC_PARK, PeerType.RONDO_SOCKET_PARK);
        assertThat(ableTo(new Point(Pattern.PARKED_CHANNELS, 32, 1, 1, 0, 100, false))).containsExactly(PeerType.UDS,
                PeerType.PIPE, PeerType.RONDO_SPSC_DEFAULT, PeerType.RONDO_MPSC_DEFAULT, PeerType.RONDO_SPSC_PARK,
                PeerType.RONDO_MPSC_PARK, PeerType.RONDO_SOCKET, PeerType.RONDO_SOCKET_PARK);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsNameAndTellsItsConfiguration(PeerType type) {
        assertThat(PeerType.of(type.label())).isSameAs(type);
        assertThat(type.description()).isNotBlank();
        assertThat(type.kind() == ContestantKind.RONDO).isEqualTo(type.label().startsWith("rondo"));
        assertThat(type.kind() == ContestantKind.ALTERNATIVE).isEqualTo(type == PeerType.FIRST_SPSC);
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> PeerType.of("kafka")).hasMessageContaining("'kafka'")
                .hasMessageContaining("aeron-ipc");
    }
}
