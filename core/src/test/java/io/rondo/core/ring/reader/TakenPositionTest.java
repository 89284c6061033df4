package io.rondo.core.ring.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests a consumer has taken, and what its successor and the producers make of that. */
class TakenPositionTest {
    private static final int RECORD = 64;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private TakenPosition taken;
    private MultiProducerWriter writer;

    @BeforeEach
    void create() {
        memory = new RingMemory(directory, RingMemory.CAPACITY, 0);
        ring = memory.ring();
        taken = new TakenPosition(ring);
        writer = new MultiProducerWriter(ring, 1, new StubLiveness().alive(1));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void publish(long... numbers) {
        for (long number : numbers) {
            RawWords.setLong(writer.tryClaim(Long.BYTES), number);
            writer.commit();
        }
    }

    private RecordReader newReader() {
        QueueConsumerPosition position = QueueConsumerPosition.ofManyProducers(ring);
        RecordReader reader = new RecordReader(ring, position, AbandonedClaimRecovery.NONE,
                taken.begin(position, position.confirmed()));
        reader.takenWord(taken.takenWord());
        return reader;
    }

    /** Dies inside the handler of the last message. */
    private static void dieAt(RecordReader reader, long last) {
        ConfirmNothing death = new ConfirmNothing();
        assertThatThrownBy(() -> reader.poll((buffer, offset, length) -> {
            if (buffer.getLong(offset) == last) {
                throw death;
            }
            return Action.CONTINUE;
        }, 100)).isSameAs(death);
    }

    private static final class ConfirmNothing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static List<Long> poll(RecordReader reader) {
        List<Long> numbers = new ArrayList<>();
        reader.poll((buffer, offset, length) -> {
            numbers.add(buffer.getLong(offset));
            return Action.CONTINUE;
        }, 100);
        return numbers;
    }

    @Test
    void aSuccessorSkipsWhatItsPredecessorHadTaken() {
        publish(1, 2, 3, 4);
        dieAt(newReader(), 3);
        assertThat(poll(newReader())).containsExactly(4L);
        publish(5);
        assertThat(poll(newReader())).containsExactly(5L);
    }

    @Test
    void producersLearnWhichRequestsWereTakenByConsumersThatHaveEnded() {
        publish(1, 2, 3);
        assertThat(taken.abandoned(() -> false)).isZero();
        dieAt(newReader(), 2);
        assertThat(taken.abandoned(() -> true)).as("alive").isZero();
        assertThat(taken.abandoned(() -> false)).as("dead").isEqualTo(2 * RECORD);
        RecordReader successor = newReader();
        assertThat(taken.abandoned(() -> true)).as("replaced").isEqualTo(2 * RECORD);
        assertThat(poll(successor)).containsExactly(3L);
        assertThat(taken.abandoned(() -> true)).as("replaced, and more taken").isEqualTo(2 * RECORD);
        assertThat(taken.abandoned(() -> false)).isEqualTo(3 * RECORD);
    }

    @Test
    void aRequestThatASuccessorTakesAfterTheQuestionDoesNotCount() {
        publish(1, 2);
        dieAt(newReader(), 1);
        assertThat(taken.abandoned(() -> {
            poll(newReader());
            return false;
        })).isEqualTo(RECORD);
    }

    @Test
    void lookingAheadShowsEachWaitingRecordOnce() {
        publish(1, 2, 3);
        RecordReader reader = newReader();
        List<Long> ahead = new ArrayList<>();
        RecordHandler note = (buffer, offset, length) -> {
            ahead.add(buffer.getLong(offset));
            return Action.CONTINUE;
        };
        List<Long> seen = new ArrayList<>();
        reader.poll((buffer, offset, length) -> {
            seen.add(buffer.getLong(offset));
            reader.lookAhead(note);
            reader.lookAhead(note);
            assertThat(buffer.getLong(offset)).isEqualTo(seen.getLast());
            if (seen.size() == 1) {
                publish(4);
            }
            return Action.CONTINUE;
        }, 3);
        assertThat(seen).containsExactly(1L, 2L, 3L);
        assertThat(ahead).containsExactly(2L, 3L, 4L);
        assertThat(poll(reader)).containsExactly(4L);
    }

    @Test
    void aWordThatNoConsumerWritesIsRefused() {
        for (long invalid : new long[]{-64, 1, 1 << 20}) {
            RawWords.setLongRelease(ring.headerAddress(SegmentLayout.TAKEN), invalid);
            assertThatThrownBy(this::newReader).hasMessageContaining("requests taken up to position " + invalid);
        }
    }
}
