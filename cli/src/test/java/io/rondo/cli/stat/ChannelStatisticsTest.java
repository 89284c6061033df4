package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SlotState;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelStatisticsTest {
    private static final long SECOND = 1_000_000_000;

    private static Identity identity(RingKind kind) {
        return new Identity("x", kind, 4096, 100, 64, 0, 0, FenceSide.SLEEPER, false, false, false, 0, 0,
                WorkSettings.NONE,
                new UUID(1, 2), 0, 1,
                0);
    }

    private static ParticipantInfo participant(Role role, int pid, long attachedAt, long position, long messages) {
        long[] counters = new long[Counter.values().length];
        counters[Counter.MESSAGES.ordinal()] = messages;
        return new ParticipantInfo(role, role.ordinal(), pid, 0, 0, attachedAt, true, SlotState.ATTACHED, 0, position,
                counters);
    }

    private static ChannelSnapshot at(RingKind kind, long seconds, long start, long end,
            ParticipantInfo... participants) {
        return new ChannelSnapshot(identity(kind), seconds * SECOND, start, end, 5, false, null, List.of(participants));
    }

    @Test
    void ratesAreTheDifferencesOfCountersBetweenTheSamples() {
        ChannelStatistics statistics = ChannelStatistics.between(
                at(RingKind.MPSC, 10, 0, 0, participant(Role.PRODUCER, 7, 1, -1, 100),
                        participant(Role.CONSUMER, 8, 1, 0, 40)),
                at(RingKind.MPSC, 12, 160, 400, participant(Role.PRODUCER, 7, 1, -1, 300),
                        participant(Role.CONSUMER, 8, 1, 0, 60)));
        assertThat(statistics.messagesPerSecond(Role.PRODUCER)).isEqualTo(100);
        assertThat(statistics.messagesPerSecond(Role.CONSUMER)).isEqualTo(10);
        assertThat(statistics.backlogBytes()).isEqualTo(240);
        assertThat(statistics.participants(Role.CONSUMER).getFirst().lagBytes()).isEqualTo(240);
    }

    @Test
    void theCountersOfASlotsNewParticipantBeginAtZero() {
        ChannelStatistics statistics = ChannelStatistics.between(
                at(RingKind.MPSC, 10, 0, 0, participant(Role.PRODUCER, 7, 1, -1, 100)),
                at(RingKind.MPSC, 11, 0, 0, participant(Role.PRODUCER, 9, 2, -1, 30)));
        assertThat(statistics.messagesPerSecond(Role.PRODUCER)).isEqualTo(30);
    }

    @Test
    void aDamagedSlotHasNoRate() {
        ParticipantInfo sound = participant(Role.PRODUCER, 7, 1, -1, 100);
        ParticipantInfo damaged = participant(Role.PRODUCER, -7, 1, -1, Long.MAX_VALUE);
        assertThat(ChannelStatistics.between(at(RingKind.MPSC, 10, 0, 0, sound), at(RingKind.MPSC, 11, 0, 0, damaged))
                .messagesPerSecond(Role.PRODUCER)).isZero();
        assertThat(ChannelStatistics.between(at(RingKind.MPSC, 10, 0, 0, damaged), at(RingKind.MPSC, 11, 0, 0, sound))
                .messagesPerSecond(Role.PRODUCER)).isZero();
    }

    @Test
    void aTopicsConsumersLagByTheirOwnPositions() {
        ChannelSnapshot look = at(RingKind.SPMC, 11, 100, 400, participant(Role.PRODUCER, 7, 1, -1, 0),
                participant(Role.CONSUMER, 8, 1, 128, 0), participant(Role.CONSUMER, 9, 1, 512, 0));
        assertThat(ChannelStatistics.between(at(RingKind.SPMC, 10, 0, 0), look).participants())
                .extracting(ParticipantStatistics::lagBytes).containsExactly(0L, 272L, 0L);
    }
}
