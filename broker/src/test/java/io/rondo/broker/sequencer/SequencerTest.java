package io.rondo.broker.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.rondo.client.Buffers;
import io.rondo.broker.health.Alarms;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sequencer that the test steps, with a log that the test syncs. */
@Timeout(60)
class SequencerTest {
    private static final String TOPIC = "t";
    private static final SegmentSpec SPEC = SegmentSpec.builder().topic(true).sequenced(0).capacity(4096).build();
    private static final int RECORDS = 4096 / 64;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;
    private Rondo rondo;
    private final Alarms alarms = new Alarms();
    private Sequencer sequencer;
    private long clock = 1000;
    private final List<Long> seen = new ArrayList<>();
    private final List<Long> sequences = new ArrayList<>();
    private final List<Long> timestamps = new ArrayList<>();

    @BeforeEach
    void connect() {
        store = new ChannelStore(ChannelDirectory.of(directory, null));
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void end() {
        rondo.close();
        if (sequencer != null) {
            sequencer.close();
        }
    }

    private void start(SequencerLog log) {
        sequencer = new Sequencer(TOPIC, TopicSegments.open(store, TOPIC, SPEC, log), log, () -> clock, alarms);
    }

    private void stop() {
        sequencer.close();
        sequencer = null;
    }

    private void step() {
        while (sequencer.doWork() > 0) {
            // Until nothing is left to do.
        }
    }

    private SequencedPublisher publisher() {
        return rondo.sequencedTopic(TOPIC).publisher();
    }

    private SequencedSubscriber subscriber() {
        return rondo.sequencedTopic(TOPIC).from(StartPosition.earliest()).subscriber();
    }

    private static boolean tryPublish(SequencedPublisher publisher, long number) {
        MutableDirectBuffer message = Buffers.allocate(Long.BYTES);
        message.putLong(0, number);
        return publisher.tryPublish(message, 0, Long.BYTES) > 0;
    }

    private static void publish(SequencedPublisher publisher, long first, long last) {
        for (long number = first; number <= last; number++) {
            assertThat(tryPublish(publisher, number)).isTrue();
        }
    }

    private void poll(SequencedSubscriber subscriber) {
        int count;
        do {
            count = subscriber.poll((sequence, timestamp, buffer, offset, length) -> {
                seen.add(buffer.getLong(offset));
                sequences.add(sequence);
                timestamps.add(timestamp);
            }, 100);
        } while (count > 0);
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void withDurabilityDiskAMessageIsPublishedAndConfirmedWhenItIsSynced() {
        FakeLog log = new FakeLog(Durability.DISK);
        start(log);
        SequencedPublisher publisher = publisher();
        SequencedSubscriber subscriber = subscriber();
        publish(publisher, 1, 5);
        step();
        assertThat(log.entries()).hasSize(5);
        assertThat(publisher.confirmed()).isZero();
        poll(subscriber);
        assertThat(seen).isEmpty();
        log.sync();
        publish(publisher, 6, 8);
        step();
        assertThat(publisher.confirmed()).isEqualTo(5);
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 5));
        assertThat(timestamps).isEqualTo(log.entries().stream().limit(5).map(FakeLog.Entry::timestamp).toList());
        log.sync();
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 8));
        assertThat(sequences).isEqualTo(range(1, 8));
        assertThat(publisher.confirmed()).isEqualTo(8);
    }

    @Test
    void aFullIngressOfUnsyncedMessagesIsAppendedOnce() {
        FakeLog log = new FakeLog(Durability.DISK);
        start(log);
        SequencedPublisher publisher = publisher();
        SequencedSubscriber subscriber = subscriber();
        for (int lap = 0; lap < 3; lap++) {
            publish(publisher, lap * RECORDS + 1, (lap + 1) * RECORDS);
            assertThat(tryPublish(publisher, 0)).isFalse();
            step();
            step();
            assertThat(log.entries()).hasSize((lap + 1) * RECORDS);
            assertThat(sequencer.hasWork()).isFalse();
            assertThat(tryPublish(publisher, 0)).isFalse();
            log.sync();
            assertThat(sequencer.hasWork()).isTrue();
            while (publisher.confirmed() < (lap + 1) * RECORDS) {
                step();
                poll(subscriber);
            }
        }
        assertThat(seen).isEqualTo(range(1, 3 * RECORDS));
    }

    @Test
    void aLogWithoutSpaceIsBackPressureAndLosesNothing() {
        FakeLog log = new FakeLog(Durability.OS);
        log.space(3);
        start(log);
        SequencedPublisher publisher = publisher();
        SequencedSubscriber subscriber = subscriber();
        publish(publisher, 1, 10);
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 3));
        assertThat(publisher.confirmed()).isEqualTo(3);
        assertThat(sequencer.hasWork()).isFalse();
        assertThat(sequencer.beforeSleep()).isLessThan(1_000_000_000L);
        log.space(100);
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 10));
        assertThat(log.entries()).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aSuccessorContinuesSequencesAndTimestampsWhenTheClockWasSetBack(Durability durability) {
        SequencerLog log = durability == Durability.MEMORY ? SequencerLog.NONE : new FakeLog(durability);
        start(log);
        SequencedPublisher publisher = publisher();
        SequencedSubscriber subscriber = subscriber();
        for (int i = 0; i < 5; i++) {
            publish(publisher, 10 * i + 1, 10 * i + 10);
            step();
            if (log instanceof FakeLog fake) {
                fake.sync();
            }
            step();
            poll(subscriber);
            stop();
            clock -= 100;
            start(log instanceof FakeLog fake ? fake.reopened() : log);
        }
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 50));
        assertThat(sequences).isEqualTo(range(1, 50));
        assertThat(timestamps).containsOnly(1000L);
        clock = 5000;
        publish(publisher, 51, 51);
        step();
        if (log instanceof FakeLog fake) {
            fake.sync();
        }
        step();
        poll(subscriber);
        assertThat(timestamps).endsWith(5000L);
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void whatTheLogHasAndTheEgressLacksIsPublishedByTheSuccessor(Durability durability) {
        FakeLog log = new FakeLog(durability);
        start(log);
        SequencedPublisher publisher = publisher();
        SequencedSubscriber subscriber = subscriber();
        publish(publisher, 1, 4);
        step();
        log.sync();
        step();
        // The predecessor died after it had appended the next record and before it published it.
        publish(publisher, 5, 6);
        long origin = SequencedLayout.origin(1, 4 * 64);
        MutableDirectBuffer fifth = Buffers.allocate(Long.BYTES);
        fifth.putLong(0, 5);
        log.append(5, 1000, origin, 0, 5, fifth, 0, Long.BYTES);
        stop();
        start(log.reopened());
        step();
        log.sync();
        step();
        poll(subscriber);
        assertThat(seen).isEqualTo(range(1, 6));
        assertThat(sequences).isEqualTo(range(1, 6));
        assertThat(log.entries()).hasSize(6);
        assertThat(publisher.confirmed()).isEqualTo(6);
    }

    @Test
    void newSegmentsContinueTheSequenceOfTheLogInANewEpoch() throws IOException {
        FakeLog log = new FakeLog(Durability.OS);
        start(log);
        try (SequencedPublisher publisher = publisher()) {
            publish(publisher, 1, 5);
            step();
        }
        stop();
        store.remove(TOPIC);
        start(log.reopened());
        assertThat(store.find(ChannelName.ingress(TOPIC)).epoch()).isEqualTo(2);
        SequencedPublisher publisher = publisher();
        publish(publisher, 6, 8);
        step();
        poll(subscriber());
        assertThat(sequences).isEqualTo(range(5, 8));
        assertThat(seen).isEqualTo(range(5, 8));
        assertThat(log.entries()).hasSize(8);
    }

    @Test
    void aNewIngressHasTheNextEpochAndItsRecordsAreNotSkipped() throws IOException {
        start(SequencerLog.NONE);
        try (SequencedPublisher publisher = publisher()) {
            publish(publisher, 1, 5);
            step();
        }
        stop();
        Files.delete(directory.resolve(TOPIC + "@in.ring"));
        start(SequencerLog.NONE);
        assertThat(store.find(ChannelName.ingress(TOPIC)).epoch()).isEqualTo(2);
        publish(publisher(), 6, 8);
        step();
        poll(subscriber());
        assertThat(seen).isEqualTo(range(1, 8));
        assertThat(sequences).isEqualTo(range(1, 8));
    }

    @Test
    void aRecordWithoutAPrefixIsSkipped() {
        start(SequencerLog.NONE);
        SequencedPublisher publisher = publisher();
        publish(publisher, 1, 1);
        Participant foreign = store.attach(store.find(ChannelName.ingress(TOPIC)), Role.PRODUCER);
        MultiProducerWriter writer = new MultiProducerWriter(foreign.ring(), foreign.slot(), foreign.table());
        for (int length = 0; length < SequencedLayout.INGRESS_PREFIX; length++) {
            assertThat(writer.tryClaim(length)).isNotNegative();
            writer.commit();
        }
        publish(publisher, 2, 2);
        step();
        poll(subscriber());
        assertThat(seen).isEqualTo(range(1, 2));
        assertThat(sequences).isEqualTo(range(1, 2));
        assertThat(sequencer.isDrained()).isTrue();
        foreign.close();
    }

    @Test
    void aMessageOfAProducerThatIsPublishedAgainIsRecordedOnceAlsoByASuccessor() {
        start(SequencerLog.NONE);
        Participant raw = store.attach(store.find(ChannelName.ingress(TOPIC)), Role.PRODUCER);
        MultiProducerWriter writer = new MultiProducerWriter(raw.ring(), raw.slot(), raw.table());
        assertThat(answer(77)).isZero();
        write(writer, raw, 77, 1);
        write(writer, raw, 77, 2);
        write(writer, raw, 77, 2);
        write(writer, raw, 0, 1);
        write(writer, raw, 0, 1);
        step();
        assertThat(sequencer.ignored()).isEqualTo(1);
        assertThat(answer(77)).isEqualTo(2);
        stop();
        start(SequencerLog.NONE);
        assertThat(answer(77)).isEqualTo(2);
        write(writer, raw, 77, 1);
        write(writer, raw, 77, 3);
        step();
        assertThat(sequencer.ignored()).isEqualTo(1);
        poll(subscriber());
        assertThat(sequences).isEqualTo(range(1, 5));
        assertThat(answer(77)).isEqualTo(3);
        raw.close();
    }

    private long answer(long producerId) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        sequencer.lastRecorded(producerId, result);
        assertThat(result.isDone()).isFalse();
        step();
        return result.join();
    }

    private static void write(MultiProducerWriter writer, Participant raw, long id, long number) {
        long payload = writer.tryClaim(SequencedLayout.INGRESS_PREFIX + Long.BYTES);
        assertThat(payload).isNotNegative();
        RawWords.setLong(payload, id);
        RawWords.setLong(payload + Long.BYTES, number);
        RawWords.setLong(payload + 2 * Long.BYTES, number);
        writer.commit();
    }

    @Test
    void theAnswerToAProducerWaitsUntilTheTopicIsDrained() {
        FakeLog log = new FakeLog(Durability.DISK);
        start(log);
        SequencedPublisher publisher = publisher();
        publish(publisher, 1, 3);
        CompletableFuture<Long> result = new CompletableFuture<>();
        sequencer.lastRecorded(5, result);
        step();
        assertThat(result.isDone()).isFalse();
        log.sync();
        step();
        assertThat(result.join()).isZero();
        CompletableFuture<Long> late = new CompletableFuture<>();
        publish(publisher, 4, 4);
        sequencer.lastRecorded(5, late);
        stop();
        assertThat(late.isCompletedExceptionally()).isTrue();
    }

    @Test
    void allocationsAreMadeByNoDutyCycle() {
        start(SequencerLog.NONE);
        SequencedPublisher publisher = publisher();
        MutableDirectBuffer message = Buffers.allocate(32);
        long allocated = Long.MAX_VALUE;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int attempt = 0; attempt < 50 && allocated > 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                publisher.tryPublish(message, 0, 32);
                sequencer.doWork();
            }
            publisher.confirmed();
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).isZero();
        assertThat(publisher.confirmed()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void anOverwrittenEgressIsReported() {
        start(SequencerLog.NONE);
        publish(publisher(), 1, 2);
        step();
        stop();
        try (Participant raw = store.attach(TOPIC, Role.PRODUCER, SequencedSpecs.egress(SPEC, false))) {
            Words.setLong(raw.ring().data(), 0, 3);
        }
        assertThatThrownBy(() -> start(SequencerLog.NONE)).isInstanceOf(SegmentException.class)
                .hasMessageContaining("remove the channel");
        assertThat(store.directory().channels()).hasSize(2);
    }
}
