package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.rondo.core.ring.scan.EvictionLowWatermark;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the result of a handler does, with every kind of reader. Messages are numbered from 1; each takes one line. */
class ActionTest {
    private static final int SLOT = SlotLayout.peerSlot(8);
    private static final int LINE = 64;
    private static final int LIMIT = 100;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private RecordWriter writer;
    private RingReader reader;
    private long confirmed;
    private long published;
    private final List<Long> seen = new ArrayList<>();

    enum Kind {
        SINGLE_PRODUCER_QUEUE, QUEUE, TOPIC, DROPPING_TOPIC, EVICTABLE_TOPIC
    }

    private void open(Kind kind) {
        memory = new RingMemory(directory, RingMemory.CAPACITY, 0);
        Ring ring = memory.ring();
        StubLiveness liveness = new StubLiveness().alive(0, 1, 2, 3, SLOT);
        if (kind == Kind.QUEUE) {
            writer = new MultiProducerWriter(ring, 3, liveness);
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
            reader = new RecordReader(ring, noting(consumerPosition),
                    new MultiProducerClaimRecovery(ring, liveness, () -> {}), 0);
        } else if (kind == Kind.SINGLE_PRODUCER_QUEUE) {
            writer = SingleProducerWriter.ofQueue(ring);
            reader = new RecordReader(ring, noting(QueueConsumerPosition.ofSingleProducer(ring)),
                    AbandonedClaimRecovery.NONE, 0);
        } else {
            writer = SingleProducerWriter.ofTopic(ring, liveness);
            memory.enter(SLOT, kind == Kind.DROPPING_TOPIC ? SlotLayout.FLAG_UNGATED : 0);
            Checkpoint start = TopicJoiner.join(ring, SLOT);
            ConsumerPosition consumerPosition = noting(new TopicConsumerPosition(ring, SLOT));
            reader = switch (kind) {
                case TOPIC -> new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, 0);
                case DROPPING_TOPIC -> new CopyingReader(ring, new TopicLowWatermark(ring), consumerPosition, start);
                default -> new CopyingReader(ring, new EvictionLowWatermark(ring, SLOT), consumerPosition, start);
            };
        }
    }

    private ConsumerPosition noting(ConsumerPosition consumerPosition) {
        return (from, to) -> {
            assertThat(from).isEqualTo(confirmed);
            consumerPosition.confirm(from, to);
            confirmed = to;
        };
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            long payload = writer.tryClaim(Long.BYTES);
            assertThat(payload).isNotEqualTo(RecordWriter.FULL);
            RawWords.setLong(payload, ++published);
            writer.commit();
        }
    }

    private int poll(LongFunction<Action> action) {
        return reader.poll((buffer, offset, length) -> {
            seen.add(buffer.getLong(offset));
            return action.apply(buffer.getLong(offset));
        }, LIMIT);
    }

    private int readRest() {
        return poll(number -> Action.CONTINUE);
    }

    @ParameterizedTest
    @EnumSource
    void continueConfirmsAtTheEndOfThePoll(Kind kind) {
        open(kind);
        publish(3);
        assertThat(poll(number -> {
            assertThat(confirmed).isZero();
            return Action.CONTINUE;
        })).isEqualTo(3);
        assertThat(confirmed).isEqualTo(3 * LINE);
        assertThat(reader.delivered()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void commitConfirmsEverythingUpToItsMessageAndGoesOn(Kind kind) {
        open(kind);
        publish(5);
        assertThat(poll(number -> {
            assertThat(confirmed).isEqualTo(number > 4 ? 4 * LINE : number > 2 ? 2 * LINE : 0);
            return number % 2 == 0 ? Action.COMMIT : Action.CONTINUE;
        })).isEqualTo(5);
        assertThat(confirmed).isEqualTo(5 * LINE);
        assertThat(reader.delivered()).isEqualTo(5);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @ParameterizedTest
    @EnumSource
    void breakConfirmsItsMessageAndEndsThePoll(Kind kind) {
        open(kind);
        publish(4);
        assertThat(poll(number -> number == 2 ? Action.BREAK : Action.CONTINUE)).isEqualTo(2);
        assertThat(confirmed).isEqualTo(2 * LINE);
        assertThat(readRest()).isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void abortEndsThePollAndItsMessageIsDeliveredAgain(Kind kind) {
        open(kind);
        publish(3);
        assertThat(poll(number -> number == 2 ? Action.ABORT : Action.CONTINUE)).isOne();
        assertThat(confirmed).isEqualTo(LINE);
        assertThat(poll(number -> Action.ABORT)).isZero();
        assertThat(reader.delivered()).isOne();
        assertThat(reader.holds()).isTrue();
        assertThat(readRest()).isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L, 2L, 2L, 3L);
        assertThat(reader.delivered()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void committedMessagesStayConfirmedWhenTheHandlerThrowsLater(Kind kind) {
        open(kind);
        publish(4);
        assertThatThrownBy(() -> poll(number -> {
            if (number == 4) {
                throw new IllegalStateException("poison");
            }
            return number == 2 ? Action.COMMIT : Action.CONTINUE;
        })).hasMessage("poison");
        assertThat(confirmed).isEqualTo(3 * LINE);
        assertThat(reader.delivered()).isEqualTo(3);
        assertThat(poll(number -> Action.COMMIT)).isOne();
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutAResultIsNotConfirmed(Kind kind) {
        open(kind);
        publish(2);
        assertThatThrownBy(() -> poll(number -> number == 2 ? null : Action.CONTINUE))
                .isInstanceOf(NullPointerException.class);
        assertThat(confirmed).isEqualTo(LINE);
    }

    @ParameterizedTest
    @EnumSource
    void theResultOfTheMessageAtWhichAPollIsStoppedCounts(Kind kind) {
        for (Action action : Action.values()) {
            open(kind);
            confirmed = 0;
            published = 0;
            publish(3);
            assertThat(poll(number -> {
                reader.stop();
                return action;
            })).isEqualTo(action == Action.ABORT ? 0 : 1);
            assertThat(confirmed).isEqualTo(action == Action.ABORT ? 0 : LINE);
            memory.close();
        }
        open(kind);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DROPPING_TOPIC")
    void committedSpaceIsFreeDuringThePoll(Kind kind) {
        open(kind);
        publish(RingMemory.CAPACITY / LINE - 1);
        assertThat(poll(number -> {
            if (number > 1 && published < 3 * RingMemory.CAPACITY / LINE) {
                publish(1);
            }
            return Action.COMMIT;
        })).isEqualTo(LIMIT);
        while (readRest() > 0) {
            assertThat(reader.lost()).isZero();
        }
        assertThat(seen).hasSize((int) published).isSorted();
    }
}
