package io.rondo.core.ring.writer;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind the last record nothing is found, whatever stood there before. */
class SingleProducerWriterTest {
    private static final long GARBAGE = 0x0101_0101_0000_0010L;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private SingleProducerWriter writer;
    private RecordReader reader;

    @BeforeEach
    void map() {
        map(RingMemory.CAPACITY);
    }

    private void map(int capacity) {
        memory = new RingMemory(directory, capacity, 0);
        ring = memory.ring();
        writer = SingleProducerWriter.ofQueue(ring);
        reader = new RecordReader(ring, QueueConsumerPosition.ofSingleProducer(ring), AbandonedClaimRecovery.NONE, 0);
    }

    private void remap(int capacity) {
        memory.close();
        map(capacity);
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private void claimAndFill(int length) {
        long payload = writer.tryClaim(length);
        assertThat(payload).isPositive();
        for (int i = 0; i < length; i += Long.BYTES) {
            RawWords.setLong(payload + i, GARBAGE);
        }
    }

    private List<Integer> received() {
        List<Integer> lengths = new ArrayList<>();
        reader.forEach((buffer, offset, length) -> lengths.add(length), 100);
        return lengths;
    }

    private void assertPassesAlone(int length) {
        claimAndFill(length);
        writer.commit();
        assertThat(received()).containsExactly(length);
        assertThat(reader.holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24, 32, 48, 56, 64, 120, 200})
    void anAbortedClaimLeavesNothingThatLooksLikeAMessage(int aborted) {
        for (int length = 0; length <= 64; length += 8) {
            claimAndFill(length);
            writer.commit();
            claimAndFill(aborted);
            writer.abort();
            assertThat(received()).containsExactly(length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 1024, RecordLayout.LONG - 16, RecordLayout.LONG - 8, RecordLayout.LONG, 100_000})
    void longRecordsLeaveNothingThatLooksLikeAMessage(int every9th) {
        remap(8 * RecordLayout.LONG);
        for (int i = 0; i < 100; i++) {
            for (int length : new int[]{0, 8, 16, 200, 1024, 24, RecordLayout.LONG - 16, 64, every9th}) {
                assertPassesAlone(length);
            }
        }
    }

    @Test
    void recordsOfAllLengthsThatWaitTogetherAreEmptiedOrKnown() {
        remap(8 * RecordLayout.LONG);
        for (int i = 0; i < 100; i++) {
            List<Integer> sent = List.of(40, RecordLayout.LONG, 40 + i * 8, RecordLayout.LONG + i * 8,
                    RecordLayout.LONG, 8);
            sent.forEach(length -> {
                claimAndFill(length);
                writer.commit();
            });
            List<Integer> all = new ArrayList<>();
            for (List<Integer> some = received(); !some.isEmpty(); some = received()) {
                all.addAll(some);
            }
            assertThat(all).isEqualTo(sent);
        }
    }

    @Test
    void aSuccessorEmptiesBehindItsRecordsWhereItsPredecessorWasWriting() {
        for (int i = 0; i < 1000; i++) {
            int abandoned = 8 * (1 + i % 100);
            claimAndFill(abandoned);
            writer = SingleProducerWriter.ofQueue(ring);
            for (int length : new int[]{0, 8, 24, 56}) {
                assertPassesAlone(length);
            }
        }
    }

    @Test
    void spaceThatAnErrorLeftUnzeroedIsZeroedWithTheNext() {
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
        claimAndFill(56);
        writer.commit();
        claimAndFill(120);
        writer.commit();

        consumerPosition.confirm(64, 192);

        assertThat(ring.data().asSlice(0, 192).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(192);
    }

    @Test
    void aConfirmationMoreThanALapAheadIsCorruption() {
        memory.set(SegmentLayout.READ, 2L * RingMemory.CAPACITY);
        assertThatThrownBy(() -> SingleProducerWriter.ofQueue(ring)).has(reason(Reason.CORRUPT))
                .hasMessageContaining("test").hasMessageContaining("more than a lap");
    }

    @Test
    void aSuccessorBeginsBehindWhatTheConsumerHasEmptied() {
        claimAndFill(8);
        writer.commit();
        assertThat(received()).containsExactly(8);

        writer = SingleProducerWriter.ofQueue(ring);
        claimAndFill(16);
        writer.commit();

        assertThat(received()).containsExactly(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24, 56, 64, 120})
    void formerLapsLeaveNothingThatLooksLikeAMessage(int every3rd) {
        for (int i = 0; i < 10 * RingMemory.CAPACITY / 8; i++) {
            int length = i % 3 == 0 ? every3rd : i % 7 * 8;
            assertPassesAlone(length);
        }
    }
}
