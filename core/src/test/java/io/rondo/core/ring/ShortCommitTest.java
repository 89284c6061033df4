package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.ConsumerPosition;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.LowWatermark;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that are shorter than their claims. The payload of each claim consists of headers of committed messages. */
class ShortCommitTest {
    private static final int PRODUCER = 3;
    private static final int CONSUMER = SlotLayout.peerSlot(8);
    private static final int CLAIMED = 500;
    private static final long HEADER = RecordLayout.committed(16);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private RingKind kind;
    private RecordWriter writer;
    private RingReader reader;
    private final StubLiveness liveness = new StubLiveness().alive(PRODUCER, CONSUMER);
    private final List<Integer> delivered = new ArrayList<>();
    private int recovered;

    private void open(RingKind ringKind, int capacity) {
        kind = ringKind;
        memory = new RingMemory(directory, capacity, 0);
        ring = memory.ring();
        writer = newWriter();
        if (kind.isTopic()) {
            memory.enter(CONSUMER, 0);
            reader = new RecordReader(ring, new TopicConsumerPosition(ring, CONSUMER), AbandonedClaimRecovery.NONE,
                    TopicJoiner.join(ring, CONSUMER).position());
        } else {
            boolean many = kind == RingKind.MPSC;
            QueueConsumerPosition consumerPosition = many
                    ? QueueConsumerPosition.ofManyProducers(ring)
                    : QueueConsumerPosition.ofSingleProducer(ring);
            reader = new RecordReader(ring, consumerPosition,
                    many
                            ? new MultiProducerClaimRecovery(ring, liveness, () -> recovered++)
                            : AbandonedClaimRecovery.NONE,
                    consumerPosition.confirmed());
        }
    }

    private void open(RingKind ringKind) {
        open(ringKind, RingMemory.CAPACITY);
    }

    private RecordWriter newWriter() {
        return switch (kind) {
            case SPSC -> SingleProducerWriter.ofQueue(ring);
            case MPSC -> new MultiProducerWriter(ring, PRODUCER, liveness);
            case SPMC -> SingleProducerWriter.ofTopic(ring, liveness);
            case WORK -> throw new AssertionError("WorkReaderTest has the tests of work queues");
        };
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private long claim(int length) {
        long payload = writer.tryClaim(length);
        assertThat(payload).isNotEqualTo(RecordWriter.FULL);
        for (int i = 0; i + Long.BYTES <= length; i += Long.BYTES) {
            RawWords.setLong(payload + i, HEADER);
        }
        return payload - ring.data().address();
    }

    private void commit(int claimed, int length) {
        claim(claimed);
        writer.commit(length);
    }

    private int poll() {
        return reader.forEach((buffer, offset, length) -> {
            for (int i = 0; i + Long.BYTES <= length; i += Long.BYTES) {
                assertThat(buffer.getLong(offset + i)).isEqualTo(HEADER);
            }
            delivered.add(length);
        }, 100);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void theFirstBytesOfTheClaimAreDelivered(RingKind ringKind) {
        open(ringKind);
        for (int length : new int[]{0, 1, 56, 57, 120, CLAIMED - 1, CLAIMED}) {
            claim(CLAIMED);
            assertThat(writer.commit(length)).isEqualTo(delivered.size() + 1);
            poll();
            assertThat(delivered).last().isEqualTo(length);
        }
        assertThat(poll()).isZero();
        assertThat(delivered).hasSize(7);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void aLengthOutOfRangeIsRefusedAndTheClaimStaysOpen(RingKind ringKind) {
        open(ringKind);
        claim(CLAIMED);
        assertThatThrownBy(() -> writer.commit(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commit length -1 is not from 0 to 500");
        assertThatThrownBy(() -> writer.commit(CLAIMED + 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commit length 501 is not from 0 to 500");
        assertThat(poll()).isZero();
        writer.commit(CLAIMED);
        poll();
        assertThat(delivered).containsExactly(CLAIMED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void payloadBehindTheMessageNeverPassesForARecordWithinSeveralLaps(RingKind ringKind) {
        open(ringKind);
        for (int i = 0; i < 500; i++) {
            commit(i % ring.maxMessageLength(), i % 3 == 0 ? 0 : i % ring.maxMessageLength() / 2);
            if (i % 4 == 3) {
                claim(i);
                writer.abort();
            }
            poll();
        }
        poll();
        assertThat(delivered).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(delivered.get(i)).isEqualTo(i % 3 == 0 ? 0 : i / 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SPSC", "SPMC"})
    void aSingleProducerCanClaimTheRestAtOnce(RingKind ringKind) {
        open(ringKind);
        long first = claim(ring.maxMessageLength());
        writer.commit(8);
        assertThat(claim(ring.maxMessageLength())).isEqualTo(first + RecordLayout.recordLength(8));
        assertThat(writer.committedEnd()).isEqualTo(RecordLayout.recordLength(8));
    }

    @Test
    void theRestOfAClaimAmongManyProducersIsFreeAfterTheConsumerHasPassedIt() {
        open(RingKind.MPSC);
        commit(ring.maxMessageLength(), 8);
        commit(ring.maxMessageLength(), ring.maxMessageLength());
        assertThat(writer.tryClaim(0)).isEqualTo(RecordWriter.FULL);
        assertThat(memory.headerAt(64)).isEqualTo(RecordLayout.padding(2048 - 64));
        assertThat(reader.forEach((buffer, offset, length) -> {}, 1)).isOne();
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(64);
        assertThat(poll()).isOne();
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(4096);
        assertThat(claim(ring.maxMessageLength())).isEqualTo(RecordLayout.HEADER_LENGTH);
    }

    @Test
    void theEndOfACommittedRecordIsThatOfTheShorterMessage() {
        open(RingKind.MPSC);
        commit(CLAIMED, 100);
        assertThat(writer.committedEnd()).isEqualTo(128);
    }

    @ParameterizedTest
    @EnumSource(names = {"SPSC", "SPMC"})
    void aSuccessorContinuesBehindTheShorterMessage(RingKind ringKind) {
        open(ringKind);
        commit(ring.maxMessageLength(), 8);
        // The predecessor dies without a flush.
        writer = newWriter();
        assertThat(claim(8)).isEqualTo(64 + RecordLayout.HEADER_LENGTH);
        writer.commit();
        poll();
        assertThat(delivered).containsExactly(8, 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 300})
    void aProducerThatDiesBetweenThePaddingAndTheMessageLeavesAClaimThatIsSkippedAsAWhole(int length) {
        open(RingKind.MPSC);
        claim(CLAIMED);
        int used = RecordLayout.recordLength(length);
        memory.setHeaderAt(used, RecordLayout.padding(RecordLayout.recordLength(CLAIMED) - used));
        RecordWriter other = new MultiProducerWriter(ring, PRODUCER + 1, liveness);
        other.tryClaim(8);
        other.commit();
        liveness.alive(PRODUCER + 1);
        reader.maxSleepNanos();
        assertThat(poll()).isZero();
        assertThat(recovered).isOne();
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(RecordLayout.recordLength(CLAIMED));
        assertThat(ring.data().asSlice(0, RecordLayout.recordLength(CLAIMED)).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly(0);
        assertThat(reader.forEach((buffer, offset, messageLength) -> delivered.add(messageLength), 10)).isOne();
        assertThat(delivered).containsExactly(8);
    }

    @ParameterizedTest
    @EnumSource(names = {"SPSC", "MPSC"})
    void aScanOfAQueueCountsMessagesAndNoPadding(RingKind ringKind) {
        open(ringKind);
        commit(CLAIMED, 8);
        commit(CLAIMED, 0);
        UnreadRange backlog = RingScanner.unread(ring, kind);
        assertThat(backlog.messages()).isEqualTo(2);
        assertThat(backlog.bytes()).isEqualTo(kind == RingKind.SPSC ? 128 : 1024);
        assertThat(RingScanner.holdsMessage(ring, backlog)).isTrue();
        reader.forEach((buffer, offset, length) -> {}, 2);
        assertThat(RingScanner.holdsMessage(ring, RingScanner.unread(ring, kind))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void aReaderThatCopiesSkipsTheRestOfAClaim(RingKind ringKind) {
        open(ringKind);
        LowWatermark lowWatermark = switch (kind) {
            case SPSC -> QueueLowWatermark.ofSingleProducer(ring);
            case MPSC, WORK -> QueueLowWatermark.ofManyProducers(ring);
            case SPMC -> new TopicLowWatermark(ring);
        };
        RingReader copying = new CopyingReader(ring, lowWatermark, ConsumerPosition.UNTRACKED, new Checkpoint(0, 0));
        commit(CLAIMED, 8);
        commit(CLAIMED, 0);
        commit(CLAIMED, CLAIMED);
        assertThat(copying.forEach((buffer, offset, length) -> delivered.add(length), 10)).isEqualTo(3);
        assertThat(delivered).containsExactly(8, 0, CLAIMED);
        assertThat(copying.holds()).isFalse();
    }

    @Test
    void aCopyingReaderThatWasLappedGoesOnAtAMessage() {
        open(RingKind.SPMC);
        memory.leave(CONSUMER);
        reader = new CopyingReader(ring, new TopicLowWatermark(ring), ConsumerPosition.UNTRACKED, new Checkpoint(0, 0));
        for (int i = 0; i < 300; i++) {
            commit(CLAIMED, 8 * (i % 8));
            if (i % 70 == 69) {
                poll();
            }
        }
        assertThat(reader.lost()).isPositive();
        assertThat(delivered.size() + reader.lost()).isEqualTo(280);
        assertThat(delivered).allMatch(length -> length % 8 == 0 && length < 64);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void aLongClaimMayBecomeAShortMessageAndTheOtherWayRound(RingKind ringKind) {
        open(ringKind, 4 * RecordLayout.LONG);
        int most = ring.maxMessageLength();
        for (int i = 0; i < 40; i++) {
            commit(most, i % 2 == 0 ? 8 * i : most - 8 * i);
            poll();
            commit(64, 8);
            poll();
        }
        poll();
        assertThat(delivered).hasSize(80);
        for (int i = 0; i < 40; i++) {
            assertThat(delivered.get(2 * i)).isEqualTo(i % 2 == 0 ? 8 * i : most - 8 * i);
            assertThat(delivered.get(2 * i + 1)).isEqualTo(8);
        }
    }
}
