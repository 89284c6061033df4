package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.os.PidNamespace;
import org.junit.jupiter.api.Test;

/** What is believed of a slot. */
class ParticipantInfoTest {
    private static final int PID = 4711;
    private static final long NOW = 1_700_000_000_000L;

    private static ParticipantInfo consumer(int pid, long attachedAt, int state, int flags, long position, long lost) {
        long[] counters = new long[Counter.values().length];
        counters[Counter.LOST.ordinal()] = lost;
        return new ParticipantInfo(Role.CONSUMER, 70, pid, 0, -1, attachedAt, true, state, flags, position, counters);
    }

    @Test
    void valuesThatParticipantsWriteAreNoDamage() {
        assertThat(consumer(PID, NOW, SlotState.EVICTED, SlotLayout.FLAG_EVICTABLE, 1L << 50, 1L << 50).damage())
                .isNull();
        assertThat(consumer(1, 0, SlotState.UNCOUNTED, 0, 0, 0).isDamaged()).isFalse();
        assertThat(consumer(1 << 22, NOW, SlotState.ATTACHED, 0, 64, 0).isDamaged()).isFalse();
        ParticipantInfo producer = new ParticipantInfo(Role.PRODUCER, 0, PID, 0, 0, NOW, true, SlotState.ATTACHED, 0,
                SlotLayout.NONE, new long[Counter.values().length]);
        assertThat(producer.isDamaged()).isFalse();
    }

    @Test
    void aPidOfAnotherNamespaceIsMarked() {
        assertThat(of(1, PidNamespace.current(), 0).process()).isEqualTo("pid 1");
        assertThat(of(1, PidNamespace.UNKNOWN, 0).process()).isEqualTo("pid 1");
        assertThat(of(1, PidNamespace.current() + 1, 0).process()).isEqualTo("pid 1 of another PID namespace");
        assertThat(of(0, PidNamespace.current(), SlotLayout.FLAG_REMOTE).process())
                .isEqualTo("a process with an unknown pid");
        assertThat(of(0, PidNamespace.current(), SlotLayout.FLAG_REMOTE).isDamaged()).isFalse();
    }

    private static ParticipantInfo of(int pid, int namespace, int flags) {
        return new ParticipantInfo(Role.PRODUCER, 1, pid, namespace, 0, NOW, true, SlotState.ATTACHED, flags, -1,
                new long[Counter.values().length]);
    }

    @Test
    void aValueThatNoParticipantWritesIsNamed() {
        assertThat(consumer(PID, NOW, 4, 0, 0, 0).damage()).isEqualTo("state 4");
        assertThat(consumer(0, NOW, 1, 0, 0, 0).damage()).isEqualTo("pid 0");
        assertThat(consumer(-5, NOW, 1, 0, 0, 0).damage()).isEqualTo("pid -5");
        assertThat(consumer((1 << 22) + 1, NOW, 1, 0, 0, 0).damage()).isEqualTo("pid 4194305");
        assertThat(consumer(PID, -1, 1, 0, 0, 0).damage()).isEqualTo("attached at -1");
        assertThat(consumer(PID, Long.MAX_VALUE, 1, 0, 0, 0).damage()).startsWith("attached at 9223372036854775807");
        assertThat(consumer(PID, NOW, 1, 16, 0, 0).damage()).isEqualTo("flags 0x10");
        assertThat(consumer(PID, NOW, 1, 0, -8, 0).damage()).isEqualTo("position -8");
        assertThat(consumer(PID, NOW, 1, 0, 7, 0).damage()).isEqualTo("position 7");
        assertThat(consumer(PID, NOW, 1, 0, 0, -1).damage()).isEqualTo("counter lost of -1");
        assertThat(consumer(PID, NOW, 1, 0, 0, Long.MAX_VALUE).damage()).startsWith("counter lost of 9");
    }
}
