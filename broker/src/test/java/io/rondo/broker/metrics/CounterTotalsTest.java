package io.rondo.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SlotCounters;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CounterTotalsTest {
    private final CounterTotals totals = new CounterTotals(new UUID(1, 2));

    private static SlotCounters slot(int slot, long incarnation, long messages) {
        long[] counters = new long[Counter.values().length];
        counters[Counter.MESSAGES.ordinal()] = messages;
        return new SlotCounters(Role.PRODUCER, slot, incarnation,
                new ParticipantInfo(Role.PRODUCER, slot, 7, 0, 0, 1, true, SlotState.ATTACHED, 0, -1, counters));
    }

    private long messages() {
        return totals.of(Role.PRODUCER, Counter.MESSAGES);
    }

    @Test
    void aTotalNeverFallsWhenASlotGetsANewParticipant() {
        totals.add(List.of(slot(1, 1, 10), slot(2, 1, 5)));
        assertThat(messages()).isEqualTo(15);
        totals.add(List.of(slot(1, 1, 12), slot(2, 2, 3)));
        assertThat(messages()).isEqualTo(20);
        totals.add(List.of(slot(1, 1, 12), slot(2, 2, 3)));
        assertThat(messages()).isEqualTo(20);
        assertThat(totals.of(Counter.MESSAGES)).isEqualTo(20);
        assertThat(totals.of(Role.CONSUMER, Counter.MESSAGES)).isZero();
    }

    @Test
    void countersThatAreClearedBeforeTheIncarnationChangesAddNothing() {
        totals.add(List.of(slot(1, 1, 10)));
        totals.add(List.of(slot(1, 1, 0)));
        totals.add(List.of(slot(1, 2, 4)));
        assertThat(messages()).isEqualTo(14);
    }

    @Test
    void aDamagedSlotAddsNothing() {
        totals.add(List.of(slot(1, 1, -5)));
        assertThat(messages()).isZero();
    }
}
