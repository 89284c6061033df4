package io.rondo.core.ring.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import io.rondo.core.wait.Condition;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large message that waits takes precedence over small ones. Time is a number that the test sets. */
class ReservationTest {
    private static final long START = 1L << 40;
    private static final int CAPACITY = RingMemory.CAPACITY;
    private static final int LARGE = CAPACITY / 2 - RecordLayout.HEADER_LENGTH;
    private static final int SMALL = 32;
    private static final int HOLDER = 63;
    private static final int OTHER = 2;
    private static final int THIRD = 1;
    private static final long LIVENESS_INTERVAL_NANOS = 20_000_000L;

    private final StubLiveness liveness = new StubLiveness().alive(HOLDER, OTHER, THIRD);
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private RecordReader reader;
    private MultiProducerWriter holder;
    private MultiProducerWriter other;
    private long now = Long.MAX_VALUE - 1;

    @BeforeEach
    void fill() {
        memory = new RingMemory(directory, CAPACITY, START);
        ring = memory.ring();
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
        reader = new RecordReader(ring, consumerPosition, new MultiProducerClaimRecovery(ring, liveness, () -> {}),
                START);
        holder = writer(HOLDER);
        other = writer(OTHER);
        while (publish(other)) {
            assertThat(isReserved()).isFalse();
        }
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private MultiProducerWriter writer(int slot) {
        return new MultiProducerWriter(ring, slot, liveness, () -> now);
    }

    private static boolean publish(RecordWriter writer) {
        if (writer.tryClaim(SMALL) == RecordWriter.FULL) {
            return false;
        }
        writer.commit();
        return true;
    }

    private int consume(int limit) {
        return reader.forEach((buffer, offset, length) -> {}, limit);
    }

    private void consumeAll() {
        int count;
        do {
            count = consume(Integer.MAX_VALUE);
        } while (count > 0);
    }

    private boolean isReserved() {
        return TailLayout.isReserved(memory.get(SegmentLayout.TAIL));
    }

    private long tail() {
        return TailLayout.position(memory.get(SegmentLayout.TAIL), memory.get(SegmentLayout.HEAD));
    }

    private boolean claimsLarge() {
        return holder.claimWaiting(LARGE) != RecordWriter.FULL;
    }

    /** The holder waits while another producer claims, until it reserves the tail. */
    private void reserve() {
        assertThat(claimsLarge()).isFalse();
        consume(1);
        assertThat(publish(other)).isTrue();
        now += MultiProducerWriter.PATIENCE_NANOS;
        assertThat(claimsLarge()).isFalse();
        assertThat(memory.get(SegmentLayout.TAIL)).isEqualTo(TailLayout.reserved(START + CAPACITY + 64, HOLDER));
    }

    @Test
    void roomAddsUpForTheWaitingMessageAndOthersGoOnAfterIt() {
        reserve();
        while (!claimsLarge()) {
            assertThat(consume(1)).isOne();
            assertThat(publish(other)).isFalse();
            assertThat(other.maxSleepNanos()).isLessThan(Condition.MAX_SLEEP_NANOS);
        }
        assertThat(isReserved()).isFalse();
        holder.commit();
        assertThat(holder.endWait()).isTrue();
        consume(1);
        assertThat(publish(other)).isTrue();
        assertThat(other.tryClaim(LARGE)).isEqualTo(RecordWriter.FULL);
        assertThat(other.maxSleepNanos()).isEqualTo(Condition.MAX_SLEEP_NANOS);
    }

    @Test
    void aProducerReservesNothingBeforeItHasWaitedForLong() {
        assertThat(claimsLarge()).isFalse();
        consume(1);
        publish(other);
        now += MultiProducerWriter.PATIENCE_NANOS - 1;
        assertThat(claimsLarge()).isFalse();
        assertThat(isReserved()).isFalse();
        assertThat(holder.endWait()).isFalse();
        // The next wait begins anew.
        now += 1;
        assertThat(claimsLarge()).isFalse();
        assertThat(isReserved()).isFalse();
    }

    @Test
    void aProducerReservesNothingWhileNoOtherProducerClaims() {
        assertThat(claimsLarge()).isFalse();
        now += 10 * MultiProducerWriter.PATIENCE_NANOS;
        assertThat(claimsLarge()).isFalse();
        assertThat(isReserved()).isFalse();
    }

    @Test
    void aWaitThatEndsWithoutAClaimEndsTheReservation() {
        reserve();
        consume(1);
        assertThat(publish(other)).isFalse();
        assertThat(holder.endWait()).isTrue();
        assertThat(isReserved()).isFalse();
        assertThat(publish(other)).isTrue();
    }

    @Test
    void theReservationOfADeadProducerIsCleared() {
        reserve();
        consume(1);
        assertThat(publish(other)).isFalse();
        liveness.alive(OTHER, THIRD);
        now += LIVENESS_INTERVAL_NANOS - 1;
        assertThat(publish(other)).isFalse();
        now += 1;
        assertThat(publish(other)).isTrue();
        assertThat(isReserved()).isFalse();
    }

    @Test
    void aStoppedProducerHoldsTheOthersUpForFiftyMillisecondsAfterItsRoomAppeared() {
        reserve();
        for (int i = 0; i < CAPACITY / 2 / 64 - 1; i++) {
            consume(1);
            now += ReservationExpiry.GRACE_NANOS;
            assertThat(publish(other)).isFalse();
        }
        consume(1);
        assertThat(publish(other)).isFalse();
        now += ReservationExpiry.GRACE_NANOS - 1;
        assertThat(publish(other)).isFalse();
        now += 1;
        assertThat(publish(other)).isTrue();
        assertThat(isReserved()).isFalse();
        // The holder goes on: its message waits as before, and takes precedence again.
        assertThat(claimsLarge()).isFalse();
        assertThat(isReserved()).isTrue();
        consume(1);
        assertThat(claimsLarge()).isTrue();
    }

    @Test
    void aSuccessorInTheSlotDoesNotInheritTheReservation() {
        reserve();
        writer(HOLDER);
        assertThat(isReserved()).isFalse();
        consume(1);
        assertThat(publish(other)).isTrue();
    }

    @Test
    void anEndedReservationOfOneProducerDoesNotEndThatOfTheNext() {
        reserve();
        MultiProducerWriter third = writer(THIRD);
        assertThat(third.claimWaiting(LARGE)).isEqualTo(RecordWriter.FULL);
        // Cleared by another producer, which thinks that the holder is dead; then others claim.
        liveness.alive(OTHER, THIRD);
        assertThat(publish(other)).isFalse();
        consume(1);
        now += LIVENESS_INTERVAL_NANOS;
        assertThat(publish(other)).isTrue();
        assertThat(third.claimWaiting(LARGE)).isEqualTo(RecordWriter.FULL);
        assertThat(TailLayout.slot(memory.get(SegmentLayout.TAIL))).isEqualTo(THIRD);
        assertThat(holder.endWait()).isTrue();
        assertThat(isReserved()).isTrue();
        assertThat(third.endWait()).isTrue();
        assertThat(isReserved()).isFalse();
    }

    @Test
    void anOverwrittenLengthDoesNotKeepTheReservation() {
        reserve();
        memory.set(SlotLayout.offset(HOLDER) + SlotLayout.INTENT_LENGTH, Long.MAX_VALUE);
        consumeAll();
        assertThat(publish(other)).isFalse();
        now += ReservationExpiry.GRACE_NANOS;
        assertThat(publish(other)).isTrue();
    }

    @Test
    void readersOfTheTailDoNotSeeTheReservation() {
        reserve();
        assertThat(QueueLowWatermark.ofManyProducers(ring).end()).isEqualTo(START + CAPACITY + 64);
        assertThat(RingScanner.unread(ring, RingKind.MPSC).bytes()).isEqualTo(CAPACITY);
        consumeAll();
        assertThat(isReserved()).isTrue();
        // Nothing unfinished is in front of the consumer.
        assertThat(reader.maxSleepNanos()).isEqualTo(Condition.MAX_SLEEP_NANOS);
        assertThat(reader.holds()).isFalse();
    }

    @Test
    void aClaimThatDiedInFrontOfAReservedTailIsSkipped() {
        consumeAll();
        MultiProducerWriter third = writer(THIRD);
        third.tryClaim(SMALL);
        // As if it had died before it wrote the header.
        memory.setHeaderAt(START + CAPACITY, RecordLayout.EMPTY);
        memory.set(SegmentLayout.TAIL, TailLayout.reserved(START + CAPACITY + 64, HOLDER));
        liveness.alive(HOLDER, OTHER);
        reader.maxSleepNanos();
        assertThat(reader.holds()).isFalse();
        assertThat(memory.get(SegmentLayout.READ)).isEqualTo(START + CAPACITY + 64);
    }
}
