package io.rondo.broker.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.health.Alarms;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy that the test steps, with a log that the test syncs, and the test as the bridge. */
@Timeout(60)
class CopiedTopicTest {
    private static final String TOPIC = "t";
    private static final SegmentSpec SPEC = SegmentSpec.builder().topic(true).sequenced(0).capacity(4096).build();
    private static final long COPY_ID = 77;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final Identity identity = new Identity();
    private FakeLog log = new FakeLog(Durability.DISK, identity);
    private ChannelStore store;
    private Rondo rondo;
    private CopiedTopic copy;
    private final List<Long> seen = new ArrayList<>();

    /** What was forwarded. */
    private record Forwarded(long producerId, long producerSequence, long number) {}

    private static final class Identity implements CopyIdentity {
        private UUID last;
        private int generation;
        private long home;

        @Override
        public long id() {
            return COPY_ID;
        }

        @Override
        public long home() {
            return home;
        }

        @Override
        public void home(long logId) {
            home = logId;
        }

        @Override
        public int generation(UUID ingress, int latest) {
            if (!ingress.equals(last)) {
                last = ingress;
                generation = Math.max(generation, latest) + 1;
            }
            return generation;
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() {
        store = new ChannelStore(ChannelDirectory.of(directory, null));
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        open();
    }

    @AfterEach
    void end() {
        rondo.close();
        copy.close();
    }

    private void open() {
        copy = new CopiedTopic(TOPIC, TopicSegments.open(store, TOPIC, SPEC, log), log, new Alarms());
        assertThat(copy.continueAfter(0)).isTrue();
    }

    private void restart() {
        copy.close();
        log.reopened();
        open();
    }

    private void step() {
        while (copy.doWork() > 0) {
            // Until nothing is left to do.
        }
    }

    private static MutableDirectBuffer message(long number) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        buffer.putLong(0, number);
        return buffer;
    }

    private void append(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            assertThat(copy.append(sequence, 1000 + sequence, 0, 0, message(sequence), 0, Long.BYTES)).isTrue();
        }
    }

    private static void publish(SequencedPublisher publisher, long first, long last) {
        for (long number = first; number <= last; number++) {
            assertThat(publisher.tryPublish(message(number), 0, Long.BYTES)).isPositive();
        }
    }

    private List<Forwarded> forward(int limit) {
        List<Forwarded> forwarded = new ArrayList<>();
        copy.forward((producerId, producerSequence, buffer, offset, _) -> forwarded
                .add(new Forwarded(producerId, producerSequence, buffer.getLong(offset))), limit);
        return forwarded;
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private void poll(SequencedSubscriber subscriber) {
        while (subscriber.poll((_, _, buffer, offset, _) -> seen.add(buffer.getLong(offset)), 100) > 0) {
            // Until nothing is left.
        }
    }

    @Test
    void recordsOfTheHomeArePublishedWhenTheyAreSynced() {
        SequencedSubscriber subscriber = rondo.sequencedTopic(TOPIC).from(StartPosition.earliest()).subscriber();
        append(1, 5);
        step();
        poll(subscriber);
        assertThat(seen).isEmpty();
        log.sync();
        assertThat(copy.hasWork()).isTrue();
        append(6, 8);
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 5));
        restart();
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 8));
        assertThat(copy.sequence()).isEqualTo(8);
        assertThat(copy.timestamp()).isEqualTo(1008);
        assertThat(log.entries()).extracting(FakeLog.Entry::timestamp).isEqualTo(range(1001, 1008));
    }

    @Test
    void aBatchThatNeedsNoSyncIsPublishedWithoutTheAgent() {
        copy.close();
        log = new FakeLog(Durability.OS, identity);
        open();
        SequencedSubscriber subscriber = rondo.sequencedTopic(TOPIC).from(StartPosition.earliest()).subscriber();
        assertThat(copy.appendAll(() -> {
            append(1, 5);
            return true;
        })).isTrue();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 5));
    }

    @Test
    void aCopyStatesNoTimestampIfItsLogEndsWithAGap() {
        append(1, 3);
        log.endsWithGap(5);
        restart();
        assertThat(copy.sequence()).isEqualTo(5);
        assertThat(copy.timestamp()).isZero();
    }

    @Test
    void aFullLogTakesNothing() {
        log.space(2);
        append(1, 2);
        assertThat(copy.append(3, 1003, 0, 0, message(3), 0, Long.BYTES)).isFalse();
        assertThat(copy.sequence()).isEqualTo(2);
        log.space(3);
        append(3, 3);
    }

    @Test
    void aMessageIsConfirmedWhenTheHomeHasRecordedItAndTheCopyHasWhatTheHomeHadThen() {
        SequencedPublisher publisher = rondo.sequencedTopic(TOPIC).publisher();
        publish(publisher, 1, 5);
        assertThat(forward(3)).extracting(Forwarded::number).isEqualTo(range(1, 3));
        step();
        assertThat(publisher.confirmed()).isZero();
        copy.recorded(2, 10);
        copy.recorded(3, 20);
        step();
        assertThat(publisher.confirmed()).isZero();
        append(1, 10);
        log.sync();
        step();
        assertThat(publisher.confirmed()).isEqualTo(2);
        append(11, 20);
        step();
        assertThat(publisher.confirmed()).isEqualTo(2);
        log.sync();
        step();
        assertThat(publisher.confirmed()).isEqualTo(3);
        assertThat(forward(10)).extracting(Forwarded::number).isEqualTo(range(4, 5));
    }

    @Test
    void whatIsNotRecordedIsForwardedAgainInTheSameOrderWithTheSameNumbers() {
        SequencedPublisher publisher = rondo.sequencedTopic(TOPIC).publisher();
        publish(publisher, 1, 6);
        List<Forwarded> first = forward(10);
        assertThat(first).extracting(Forwarded::producerId).containsOnly(COPY_ID);
        assertThat(first).extracting(Forwarded::producerSequence).isSorted().doesNotHaveDuplicates();
        copy.recorded(2, 0);
        assertThat(copy.rewind()).isEqualTo(2);
        publish(publisher, 7, 7);
        List<Forwarded> second = forward(10);
        assertThat(second.subList(0, 4)).isEqualTo(first.subList(2, 6));
        assertThat(second).extracting(Forwarded::number).isEqualTo(range(3, 7));
        step();
        restart();

        assertThat(forward(10)).isEqualTo(second);
    }

    @Test
    void messagesOfANewIngressHaveGreaterNumbers() throws IOException {
        publish(rondo.sequencedTopic(TOPIC).publisher(), 1, 50);
        long before = forward(50).getLast().producerSequence();
        rondo.close();
        copy.close();
        for (String file : List.of("t.ring", "t@in.ring", "t@ids")) {
            Files.delete(directory.resolve(file));
        }
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        open();
        publish(rondo.sequencedTopic(TOPIC).publisher(), 51, 51);

        assertThat(forward(10).getFirst().producerSequence()).isGreaterThan(before);
    }

    @Test
    void aRequestOfAProducerIsAnsweredWhenItsMessagesAreConfirmed() {
        publish(rondo.sequencedTopic(TOPIC).publisher(), 1, 2);
        CompletableFuture<Long> answer = new CompletableFuture<>();
        copy.lastRecorded(5, answer);
        copy.answered(copy.question().number(), 0);
        step();
        assertThat(forward(10)).hasSize(2);
        assertThat(copy.append(1, 1001, 5, 42, message(1), 0, Long.BYTES)).isTrue();
        copy.recorded(2, 1);
        step();
        assertThat(answer).isNotDone();
        log.sync();
        step();
        assertThat(answer).isCompletedWithValue(42L);
    }

    @Test
    void aProducerThatMovesToTheCopyGoesOnBehindItsRecordsOfTheHome() {
        for (long sequence = 1; sequence <= 3; sequence++) {
            assertThat(copy.append(sequence, 1000 + sequence, 5, 40 + sequence, message(sequence), 0, Long.BYTES))
                    .isTrue();
        }
        log.sync();
        CompletableFuture<Long> answer = new CompletableFuture<>();
        copy.lastRecorded(5, answer);
        copy.answered(copy.question().number(), 3);
        step();

        assertThat(answer).isCompletedWithValue(43L);
    }

    @Test
    void aRequestOfAProducerIsAnsweredWhenTheCopyHasWhatItsHomeHadRecorded() {
        CompletableFuture<Long> first = new CompletableFuture<>();
        CompletableFuture<Long> second = new CompletableFuture<>();
        copy.lastRecorded(5, first);
        long question = copy.question().number();
        copy.answered(question - 1, 0);
        step();
        assertThat(first).isNotDone();
        assertThat(copy.undrained()).contains("does not answer");
        copy.lastRecorded(5, second);
        copy.answered(question, 1);
        step();
        assertThat(first).isNotDone();
        assertThat(copy.append(1, 1001, 5, 42, message(1), 0, Long.BYTES)).isTrue();
        step();
        assertThat(first).isNotDone();
        log.sync();
        step();

        assertThat(first).isCompletedWithValue(42L);
        assertThat(second).isNotDone();
        copy.answered(copy.question().number(), 2);
        assertThat(copy.undrained()).contains("lags behind its home");
        assertThat(copy.question()).isEqualTo(HomeQuestion.NONE);
    }

    @Test
    void anAnswerToAnEarlierProcessIsNoAnswer() {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        copy.lastRecorded(5, answer);
        copy.answered(copy.question().number() + 1, 0);
        copy.answered(0, 0);
        step();

        assertThat(answer).isNotDone();
        copy.close();
        assertThat(answer).isCompletedExceptionally();
        open();
    }

    @Test
    void aCopyAppendsAndIsOpenedAgainWithAFullTableOfProducers() {
        for (long id = 1; id <= ProducerTable.MAX_PRODUCERS; id++) {
            copy.lastRecorded(id, new CompletableFuture<>());
            copy.answered(copy.question().number(), 0);
        }
        assertThat(copy.append(1, 1001, 5, 41, message(1), 0, Long.BYTES)).isTrue();
        assertThat(copy.append(2, 1002, 9999, 42, message(2), 0, Long.BYTES)).isTrue();
        restart();
        CompletableFuture<Long> known = new CompletableFuture<>();
        CompletableFuture<Long> further = new CompletableFuture<>();
        copy.lastRecorded(5, known);
        copy.lastRecorded(9999, further);
        copy.answered(copy.question().number(), 0);
        copy.answered(copy.question().number(), 0);
        step();

        assertThat(known).isCompletedWithValue(41L);
        assertThat(further).isCompletedExceptionally();
    }

    @Test
    void aMessageThatIsTooLongAndACopyThatWasClosedAreRefused() {
        assertThatThrownBy(() -> copy.append(1, 1, 0, 0, Buffers.allocate(2000), 0, 2000))
                .isInstanceOf(RondoException.class)
                .hasMessageContaining("message 1 has 2000 bytes, and the copy and its home take ")
                .hasMessageContaining("another program sends on the streams");
        copy.close();
        assertThatThrownBy(() -> append(1, 1)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("topic t was closed");
        open();
    }
}
