package io.rondo.core.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The format on disk: a number that changes here makes old files unreadable, and needs another major version. */
class LayoutPinsTest {
    @Test
    void segment() {
        assertThat(SegmentLayout.LINE).isEqualTo(128);
        assertThat(SegmentLayout.IDENTITY_LENGTH).isEqualTo(4096);
        assertThat(SegmentLayout.TAIL).isEqualTo(4096);
        assertThat(SegmentLayout.HEAD).isEqualTo(4224);
        assertThat(SegmentLayout.READ).isEqualTo(4352);
        assertThat(SegmentLayout.LIMIT).isEqualTo(4480);
        assertThat(SegmentLayout.DATA_WAITERS).isEqualTo(4608);
        assertThat(SegmentLayout.SPACE_WAITERS).isEqualTo(4736);
        assertThat(SegmentLayout.CHECKPOINT_COUNT).isEqualTo(4864);
        assertThat(SegmentLayout.USED_SLOTS).isEqualTo(4992);
        assertThat(SegmentLayout.TAKEN).isEqualTo(5248);
        assertThat(SegmentLayout.TAKEN_BEFORE).isEqualTo(5256);
        assertThat(SegmentLayout.CHECKPOINTS).isEqualTo(6144);
        assertThat(SegmentLayout.SLOTS).isEqualTo(8192);
        assertThat(SegmentLayout.data(RingKind.MPSC, 4096, 2)).isEqualTo(65_536);
        assertThat(SegmentLayout.data(RingKind.MPSC, 4096, 64)).isEqualTo(65_536);
        assertThat(SegmentLayout.data(RingKind.MPSC, 4096, 112)).isEqualTo(65_536);
        assertThat(SegmentLayout.data(RingKind.MPSC, 4096, 113)).isEqualTo(131_072);
        assertThat(SegmentLayout.data(RingKind.MPSC, 4096, 1024)).isEqualTo(589_824);
        assertThat(SegmentLayout.LOCKS).isEqualTo(1_099_511_627_776L);
        assertThat(SegmentLayout.TABLE_LOCKS).isEqualTo(1025);
        assertThat(SegmentLayout.CREATION_LOCK).isEqualTo(1_099_511_628_801L);
        assertThat(SegmentLayout.fileLength(RingKind.MPSC, 4096, 64)).isEqualTo(69_632);
        assertThat(SegmentLayout.fileLength(RingKind.MPSC, 536_870_912, 64)).isEqualTo(536_936_448L);
        assertThat(SegmentLayout.fileLength(RingKind.MPSC, 536_870_912, 1024)).isEqualTo(537_460_736L);
        assertThat(SegmentLayout.lockOffset(0)).isEqualTo(1_099_511_627_776L);
        assertThat(SegmentLayout.lockOffset(1023)).isEqualTo(1_099_511_628_799L);
    }

    @Test
    void tail() {
        assertThat(TailLayout.reserved(128, 5)).isEqualTo(Long.MIN_VALUE + 2 * 2048 + 5);
        assertThat(TailLayout.isReserved(Long.MIN_VALUE + 2 * 2048 + 5)).isTrue();
        assertThat(TailLayout.isReserved(Long.MAX_VALUE)).isFalse();
        assertThat(TailLayout.slot(Long.MIN_VALUE + 2 * 2048 + 1023)).isEqualTo(1023);
        assertThat(TailLayout.position(Long.MIN_VALUE + 2 * 2048 + 5, 0)).isEqualTo(128);
        assertThat(TailLayout.position(128, 0)).isEqualTo(128);
    }

    @Test
    void waiters() {
        assertThat(WaiterLayout.IDLE).isZero();
        assertThat(WaiterLayout.ARMED).isOne();
        assertThat(WaiterLayout.OWED).isEqualTo(2);
        assertThat(WaiterLayout.state(4 * 7 + 2)).isEqualTo(2);
        assertThat(WaiterLayout.armed(4 * 7)).isEqualTo(4 * 7 + 1);
        assertThat(WaiterLayout.owed(4 * 7 + 1)).isEqualTo(4 * 7 + 2);
        assertThat(WaiterLayout.nextIdle(4 * 7 + 2)).isEqualTo(4 * 8);
        assertThat(WaiterLayout.nextIdle(4 * 7 + 3)).isEqualTo(4 * 8);
        assertThat(WaiterLayout.nextIdle(-1)).isZero();
    }

    @Test
    void identity() {
        assertThat(IdentityLayout.MAGIC).isEqualTo(5_138_134_725_278_191_442L);
        assertThat(IdentityLayout.MAJOR_VERSION).isEqualTo(6);
        assertThat(IdentityLayout.MINOR_VERSION).isZero();
        assertThat(IdentityLayout.MAX_NAME_LENGTH).isEqualTo(64);
        assertThat(IdentityLayout.FLAG_EPHEMERAL).isEqualTo(1);
        assertThat(IdentityLayout.FLAG_SEQUENCED).isEqualTo(2);
        assertThat(IdentityLayout.FLAG_SERVICE).isEqualTo(4);
        assertThat(IdentityLayout.RESPONDERS_SHIFT).isEqualTo(4);
        assertThat(IdentityLayout.RESPONDERS_MASK).isEqualTo(0x7FF);
        assertThat(IdentityLayout.EPOCH_SHIFT).isEqualTo(16);
        assertThat(IdentityLayout.MAX_EPOCH).isEqualTo(4095);
        assertThat(IdentityLayout.MAGIC_OFFSET).isZero();
        assertThat(IdentityLayout.VERSION).isEqualTo(8);
        assertThat(IdentityLayout.KIND).isEqualTo(12);
        assertThat(IdentityLayout.CAPACITY).isEqualTo(16);
        assertThat(IdentityLayout.MAX_MESSAGE_LENGTH).isEqualTo(20);
        assertThat(IdentityLayout.SCHEMA_ID).isEqualTo(24);
        assertThat(IdentityLayout.SCHEMA_VERSION).isEqualTo(28);
        assertThat(IdentityLayout.FENCE_SIDE).isEqualTo(32);
        assertThat(IdentityLayout.FLAGS).isEqualTo(36);
        assertThat(IdentityLayout.ID).isEqualTo(40);
        assertThat(IdentityLayout.CREATED_AT).isEqualTo(56);
        assertThat(IdentityLayout.CREATOR_PID).isEqualTo(64);
        assertThat(IdentityLayout.CREATOR_UID).isEqualTo(68);
        assertThat(IdentityLayout.NAME_LENGTH).isEqualTo(72);
        assertThat(IdentityLayout.NAME).isEqualTo(76);
        assertThat(IdentityLayout.SLOTS).isEqualTo(140);
        assertThat(IdentityLayout.MAX_DELIVERIES).isEqualTo(144);
        assertThat(IdentityLayout.PROCESSING_DEADLINE).isEqualTo(148);
        assertThat(IdentityLayout.CHECKSUM).isEqualTo(152);
        assertThat(IdentityLayout.version(3, 5)).isEqualTo(0x0003_0005);
        assertThat(IdentityLayout.major(IdentityLayout.version(0xFFFF, 7))).isEqualTo(0xFFFF);
    }

    @Test
    void slots() {
        assertThat(SlotLayout.OWNER).isZero();
        assertThat(SlotLayout.FIRST_PEER).isOne();
        assertThat(SlotLayout.MIN_SLOTS).isEqualTo(2);
        assertThat(SlotLayout.DEFAULT_SLOTS).isEqualTo(65);
        assertThat(SlotLayout.MAX_SLOTS).isEqualTo(1025);
        assertThat(SlotLayout.isCount(1)).isFalse();
        assertThat(SlotLayout.isCount(2)).isTrue();
        assertThat(SlotLayout.isCount(1025)).isTrue();
        assertThat(SlotLayout.isCount(1026)).isFalse();
        assertThat(SlotLayout.LENGTH).isEqualTo(512);
        assertThat(SlotLayout.STATE).isZero();
        assertThat(SlotLayout.PID).isEqualTo(8);
        assertThat(SlotLayout.UID).isEqualTo(12);
        assertThat(SlotLayout.ATTACHED_AT).isEqualTo(16);
        assertThat(SlotLayout.FLAGS).isEqualTo(24);
        assertThat(SlotLayout.PID_NAMESPACE).isEqualTo(28);
        assertThat(SlotLayout.POSITION).isEqualTo(128);
        assertThat(SlotLayout.INTENT_LENGTH).isEqualTo(136);
        assertThat(SlotLayout.COUNTERS).isEqualTo(256);
        assertThat(SlotLayout.FLAG_UNGATED).isEqualTo(1);
        assertThat(SlotLayout.FLAG_EVICTABLE).isEqualTo(2);
        assertThat(SlotLayout.FLAG_REMOTE).isEqualTo(4);
        assertThat(SlotLayout.FLAG_DESCRIPTOR).isEqualTo(8);
        assertThat(SlotLayout.NONE).isEqualTo(-1);
        assertThat(SlotLayout.offset(0)).isEqualTo(8192);
        assertThat(SlotLayout.offset(127)).isEqualTo(73_216);
        assertThat(SlotLayout.offset(1023)).isEqualTo(531_968);
        assertThat(SlotLayout.peerSlot(0)).isEqualTo(1);
        assertThat(SlotLayout.peerSlot(1023)).isEqualTo(1024);
        assertThat(Counter.values()).containsExactly(Counter.MESSAGES, Counter.BACK_PRESSURED, Counter.PARKS,
                Counter.WAKES, Counter.RECOVERED, Counter.LOST, Counter.EVICTIONS, Counter.RETURNED, Counter.TAKEN_OVER,
                Counter.LEASES_LOST, Counter.DEAD_LETTERS);
        assertThat(SlotLayout.counterOffset(1, Counter.LOST)).isEqualTo(9000);
    }

    @Test
    void states() {
        assertThat(SlotState.FREE).isZero();
        assertThat(SlotState.ATTACHED).isEqualTo(1);
        assertThat(SlotState.UNCOUNTED).isEqualTo(2);
        assertThat(SlotState.EVICTED).isEqualTo(3);
        assertThat(SlotState.next(0, SlotState.UNCOUNTED)).isEqualTo(0x102);
        assertThat(SlotState.next(0x102, SlotState.ATTACHED)).isEqualTo(0x201);
        assertThat(SlotState.with(0x102, SlotState.ATTACHED)).isEqualTo(0x101);
        assertThat(SlotState.with(0x102, SlotState.FREE)).isEqualTo(0x100);
        assertThat(SlotState.state(0x1FF)).isEqualTo(0xFF);
        assertThat(SlotState.incarnation(0x1FF)).isEqualTo(1);
        assertThat(SlotState.incarnation(-1)).isEqualTo(0xFF_FFFF_FFFF_FFFFL);
    }

    @Test
    void checkpoints() {
        assertThat(CheckpointLayout.COUNT).isEqualTo(16);
        assertThat(CheckpointLayout.LENGTH).isEqualTo(16);
        assertThat(CheckpointLayout.POSITION).isZero();
        assertThat(CheckpointLayout.MESSAGES).isEqualTo(8);
        assertThat(CheckpointLayout.NONE).isEqualTo(-1);
        assertThat(CheckpointLayout.offset(0)).isEqualTo(6144);
        assertThat(CheckpointLayout.offset(15)).isEqualTo(6384);
        assertThat(CheckpointLayout.offset(16)).isEqualTo(6144);
        assertThat(CheckpointLayout.offset(Long.MAX_VALUE)).isEqualTo(6384);
        assertThat(CheckpointLayout.interval(4096)).isEqualTo(512);
        assertThat(CheckpointLayout.interval(536_870_912)).isEqualTo(67_108_864);
    }

    @Test
    void records() {
        assertThat(RecordLayout.HEADER_LENGTH).isEqualTo(8);
        assertThat(RecordLayout.ALIGNMENT).isEqualTo(64);
        assertThat(RecordLayout.EMPTY).isZero();
        assertThat(RecordLayout.SBE_LITTLE_ENDIAN).isEqualTo(0xEB50);
        assertThat(RecordLayout.committed(0)).isEqualTo(0x0000_EB50_0000_0008L);
        assertThat(RecordLayout.committed(5)).isEqualTo(0x0000_EB50_0000_000DL);
        assertThat(RecordLayout.padding(64)).isEqualTo(0x0001_0000_0000_0040L);
        assertThat(RecordLayout.claimed(5, 1023)).isEqualTo(0x0000_03FF_FFFF_FFF3L);
        assertThat(RecordLayout.recordLength(0)).isEqualTo(64);
        assertThat(RecordLayout.recordLength(1)).isEqualTo(64);
        assertThat(RecordLayout.recordLength(56)).isEqualTo(64);
        assertThat(RecordLayout.recordLength(57)).isEqualTo(128);
        assertThat(RecordLayout.isLong(RecordLayout.committed(524_288 - 72))).isFalse();
        assertThat(RecordLayout.isLong(RecordLayout.committed(524_288 - 71))).isTrue();
        assertThat(RecordLayout.isLong(RecordLayout.committed(524_288 - 8))).isTrue();
        assertThat(RecordLayout.maxMessageLength(4096)).isEqualTo(2040);
        assertThat(RecordLayout.maxMessageLength(536_870_912)).isEqualTo(268_435_448);
    }

    @Test
    void kinds() {
        assertThat(RingKind.SPSC.code()).isEqualTo(1);
        assertThat(RingKind.MPSC.code()).isEqualTo(2);
        assertThat(RingKind.SPMC.code()).isEqualTo(3);
        assertThat(RingKind.ofCode(0)).isNull();
        assertThat(RingKind.WORK.code()).isEqualTo(4);
        assertThat(RingKind.ofCode(5)).isNull();
        for (RingKind kind : RingKind.values()) {
            assertThat(RingKind.ofCode(kind.code())).isSameAs(kind);
        }
        assertThat(RingKind.SPSC.maxProducers(64)).isEqualTo(1);
        assertThat(RingKind.SPSC.maxConsumers(64)).isEqualTo(1);
        assertThat(RingKind.MPSC.maxProducers(65)).isEqualTo(64);
        assertThat(RingKind.MPSC.maxConsumers(64)).isEqualTo(1);
        assertThat(RingKind.SPMC.maxProducers(64)).isEqualTo(1);
        assertThat(RingKind.SPMC.maxConsumers(1025)).isEqualTo(1024);
        assertThat(FenceSide.values()).containsExactly(FenceSide.SLEEPER, FenceSide.WAKER);
    }

    @Test
    void aLongestMessageThatDoesNotFitIsRefusedWithBothValues() {
        RecordLayout.requireFitting(2040, 0, 4096);
        assertThatThrownBy(() -> RecordLayout.requireFitting(2041, 0, 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2041", "2040", "4096");
        RecordLayout.requireFitting(2016, 24, 4096);
        assertThatThrownBy(() -> RecordLayout.requireFitting(2017, 24, 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2017", "2016", "4096");
    }
}
