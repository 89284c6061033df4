package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.scan.WorkCounts;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work queues as segments. */
class WorkSegmentTest {
    private static final int PARTICIPANTS = 3;
    private static final SegmentSpec SPEC = SegmentSpec.builder().form(ChannelForm.WORK_QUEUE).capacity(4096)
            .maxParticipants(PARTICIPANTS).maxDeliveries(7).build();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private Participant attach(Role role) {
        Participant participant = store.attach("w", role, SPEC);
        participant.joined();
        return participant;
    }

    private static void publish(Participant producer, int messages) {
        RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
        for (int i = 1; i <= messages; i++) {
            assertThat(writer.tryClaim(i)).isNotEqualTo(RecordWriter.FULL);
            writer.commit();
        }
    }

    private static WorkReader reader(Participant consumer) {
        return new WorkReader(consumer.ring(), consumer.identity().work(), consumer.slot(), consumer.table(), () -> {},
                () -> {});
    }

    @Test
    void manyParticipantsOfEachRoleAttach() {
        List<Participant> all = new ArrayList<>();
        for (int i = 0; i < PARTICIPANTS; i++) {
            all.add(attach(Role.CONSUMER));
            all.add(attach(Role.PRODUCER));
        }
        assertThat(all).extracting(Participant::slot).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(all.getFirst().table().count(Role.CONSUMER)).isEqualTo(PARTICIPANTS);
        assertThat(all.getFirst().table().count(Role.PRODUCER)).isEqualTo(PARTICIPANTS);
        assertThat(all.getFirst().table().list()).noneMatch(ParticipantInfo::isDamaged);
        assertThatThrownBy(() -> attach(Role.CONSUMER)).has(reason(Reason.IN_USE)).hasMessageContaining("3 consumers");
        assertThatThrownBy(() -> attach(Role.PRODUCER)).has(reason(Reason.IN_USE)).hasMessageContaining("3 producers");
        all.forEach(Participant::close);
    }

    @Test
    void propertiesAreComparedIfTheyAreGiven() {
        attach(Role.PRODUCER).close();
        Identity identity = store.find("w");
        assertThat(identity.kind()).isEqualTo(RingKind.WORK);
        assertThat(identity.channelKind()).isEqualTo("work");
        assertThat(identity.work().maxDeliveries()).isEqualTo(7);
        assertThatThrownBy(() -> store.attach("w", Role.CONSUMER, SegmentSpec.builder().maxDeliveries(8).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("max deliveries 7").hasMessageContaining("8");
        assertThatThrownBy(
                () -> store.attach("w", Role.CONSUMER, SegmentSpec.builder().processingDeadlineMillis(5).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("processing deadline");
        assertThatThrownBy(() -> store.attach("w", Role.CONSUMER, StoreFixture.TOPIC)).has(reason(Reason.MISMATCH))
                .hasMessageContaining("is a work queue").hasMessageContaining("a topic");
        assertThatThrownBy(() -> SegmentSpec.builder().form(ChannelForm.QUEUE).maxDeliveries(1).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentSpec.builder().form(ChannelForm.WORK_QUEUE).singleProducer(true).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentSpec.builder().form(ChannelForm.WORK_QUEUE).maxParticipants(513).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentSpec.builder().processingDeadlineMillis(3_600_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServiceTakesAsManyRespondersAsItWasCreatedFor() {
        SegmentSpec spec = service().responders(2).build();
        Participant first = store.attach("s", Role.CONSUMER, spec);
        first.joined();
        Participant second = store.attach("s", Role.CONSUMER, service().build());
        second.joined();
        assertThat(first.identity().kind()).isEqualTo(RingKind.WORK);
        assertThat(first.identity().channelKind()).isEqualTo("service");
        assertThat(first.identity().responders()).isEqualTo(2);
        assertThat(first.identity().work().maxDeliveries()).isEqualTo(1);
        assertThatThrownBy(() -> store.attach("s", Role.CONSUMER, spec)).has(reason(Reason.IN_USE))
                .hasMessageContaining("2 consumers");
        assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, service().responders(3).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("responders 2").hasMessageContaining("3");
        assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, service().maxDeliveries(5).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("is not idempotent").hasMessageContaining("5");
        first.close();
        second.close();
    }

    @Test
    void anIdempotentServiceWithOneResponderRefusesASecondOne() {
        SegmentSpec spec = service().maxDeliveries(5).build();
        Participant only = store.attach("s", Role.CONSUMER, spec);
        only.joined();
        assertThat(only.identity().work().maxDeliveries()).isEqualTo(5);
        assertThatThrownBy(() -> store.attach("s", Role.CONSUMER, spec)).has(reason(Reason.IN_USE))
                .hasMessageContaining("responders");
        assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, service().responders(2).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("responders 1").hasMessageContaining("2");
        only.close();
    }

    @Test
    void aServiceWithAQueueComparesRespondersAndRedelivery() {
        store.attach("s", Role.PRODUCER, service().responders(1).build()).close();
        assertThat(store.find("s").kind()).isEqualTo(RingKind.MPSC);
        assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, service().responders(2).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("responders 1").hasMessageContaining("2");
        assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, service().maxDeliveries(2).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("is not idempotent");
        assertThatThrownBy(() -> service().responders(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.attach("t", Role.PRODUCER, service().responders(4).maxParticipants(3).build()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("max participants 3");
    }

    private static SegmentSpec.Builder service() {
        return SegmentSpec.builder().topic(false).service(true).capacity(4096);
    }

    @Test
    void anObserverCountsMessagesByTheirStateAndNamesTheOldestHolder() {
        try (Participant producer = attach(Role.PRODUCER);
                Participant one = attach(Role.CONSUMER);
                Participant two = attach(Role.CONSUMER);
                SegmentObserver observer = store.observe("w")) {
            assertThat(observer.workCounts()).isEqualTo(new WorkCounts(0, 0, 0, WorkCounts.NONE, WorkCounts.NONE));
            publish(producer, 6);
            WorkReader first = reader(one);
            WorkReader second = reader(two);
            WorkLease done = new WorkLease();
            WorkLease held = new WorkLease();
            WorkLease returned = new WorkLease();
            first.take(done);
            second.take(held);
            first.take(returned);
            first.acknowledge(done);
            first.giveBack(returned, 1_000_000_000L);
            assertThat(observer.workCounts()).isEqualTo(new WorkCounts(3, 1, 1, two.slot(), 64));
            assertThat(observer.backlog()).isEqualTo(new UnreadRange(0, 6 * 64, 5));
            first.free();
            assertThat(observer.backlog()).isEqualTo(new UnreadRange(64, 6 * 64, 5));
            assertThat(observer.confirmed()).isEqualTo(64);
            RingReader browser = observer.newReader();
            List<Integer> lengths = new ArrayList<>();
            browser.forEach((buffer, offset, length) -> lengths.add(length), 100);
            assertThat(lengths).containsExactly(2, 3, 4, 5, 6);
            assertThat(browser.holds()).isFalse();
        }
    }

    @Test
    void aDeadProducersSlotIsUsedAgainAlthoughAnOlderMessageIsHeld() {
        try (Participant producer = attach(Role.PRODUCER); Participant consumer = attach(Role.CONSUMER)) {
            publish(producer, 1);
            WorkReader reader = reader(consumer);
            reader.take(new WorkLease());
            int slot;
            try (Participant dead = attach(Role.PRODUCER)) {
                slot = dead.slot();
                new MultiProducerWriter(dead.ring(), slot, dead.table()).tryClaim(100);
            }
            assertThat(Words.getLong(producer.ring().header(), SlotLayout.offset(slot) + SlotLayout.POSITION))
                    .isEqualTo(64);
            try (Participant other = attach(Role.PRODUCER)) {
                assertThat(other.slot()).as("while the claim is not skipped").isNotEqualTo(slot);
            }
            reader.maxSleepNanos();
            assertThat(reader.holds()).isFalse();
            assertThat(Words.getLong(producer.ring().header(), SegmentLayout.HEAD)).isZero();
            try (Participant next = attach(Role.PRODUCER)) {
                assertThat(next.slot()).isEqualTo(slot);
            }
        }
    }
}
