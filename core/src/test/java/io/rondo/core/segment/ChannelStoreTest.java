package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static io.rondo.core.segment.StoreFixture.ANY;
import static io.rondo.core.segment.StoreFixture.EPHEMERAL;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.SINGLE;
import static io.rondo.core.segment.StoreFixture.TOPIC;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.ring.WorkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that come, are used by several, and go. */
class ChannelStoreTest {
    /** Producers of a queue, or consumers of a topic. */
    private static final int PEERS = SlotLayout.DEFAULT_SLOTS - SlotLayout.FIRST_PEER;

    private static final String PID = String.valueOf(ProcessHandle.current().pid());

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private static boolean publish(Participant producer) {
        RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
        if (writer.tryClaim(8) == RecordWriter.FULL) {
            return false;
        }
        writer.commit();
        return true;
    }

    @Test
    void aNewChannelHasTheRequestedProperties() {
        SegmentSpec spec = SegmentSpec.builder().capacity(8192).maxMessageLength(100).schema(7, 2)
                .fenceSide(FenceSide.WAKER).fileMode(0660).build();
        try (Participant participant = store.attach("a", Role.PRODUCER, spec)) {
            Identity identity = participant.identity();
            assertThat(identity.kind()).isEqualTo(RingKind.MPSC);
            assertThat(identity.capacity()).isEqualTo(8192);
            assertThat(identity.maxMessageLength()).isEqualTo(100);
            assertThat(identity.schemaId()).isEqualTo(7);
            assertThat(identity.schemaVersion()).isEqualTo(2);
            assertThat(identity.fenceSide()).isEqualTo(FenceSide.WAKER);
            assertThat(String.valueOf(identity.creatorPid())).isEqualTo(PID);
            FileStatus status = FileStatus.of(directory.resolve("a.ring"));
            assertThat(status.permissions()).isEqualTo(0660);
            assertThat(status.length())
                    .isEqualTo(SegmentLayout.fileLength(RingKind.MPSC, 8192, SlotLayout.DEFAULT_SLOTS));
            try (SegmentObserver observer = store.observe("a")) {
                assertThat(observer.identity()).isEqualTo(identity);
            }
        }
        assertFiles(directory, "a.ring");
    }

    @Test
    void aQueueWithUnreadMessagesTakesMoreProducers() {
        try (Participant first = store.attach("q", Role.PRODUCER, QUEUE)) {
            assertThat(publish(first)).isTrue();
            try (Participant second = store.attach("q", Role.PRODUCER, QUEUE)) {
                assertThat(second.slot()).isNotEqualTo(first.slot());
                assertThat(publish(second)).isTrue();
            }
        }
    }

    @Test
    void theVeryFirstClaimOfADeadProducerIsSkipped() {
        int[] recovered = {0};
        try (Participant consumer = store.attach("q", Role.CONSUMER, QUEUE)) {
            try (Participant producer = store.attach("q", Role.PRODUCER, QUEUE)) {
                long slot = SlotLayout.offset(producer.slot());
                Words.setLong(producer.ring().header(), slot + SlotLayout.INTENT_LENGTH, 64);
                Words.setLong(producer.ring().header(), slot + SlotLayout.POSITION, 0);
                Words.setLong(producer.ring().header(), SegmentLayout.TAIL, 64);
            }
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(consumer.ring());
            RecordReader reader = new RecordReader(consumer.ring(), consumerPosition,
                    new MultiProducerClaimRecovery(consumer.ring(), consumer.table(), () -> recovered[0]++), 0);
            while (recovered[0] == 0) {
                reader.holds();
            }
            assertThat(consumerPosition.confirmed()).isEqualTo(64);
        }
    }

    @Test
    void aSlotWithAnOpenClaimIsNotReusedBeforeTheConsumerPassedTheClaim() {
        try (Participant dead = store.attach("q", Role.PRODUCER, QUEUE)) {
            new MultiProducerWriter(dead.ring(), dead.slot(), dead.table()).tryClaim(8);
        }
        try (Participant next = store.attach("q", Role.PRODUCER, QUEUE)) {
            assertThat(next.slot()).isEqualTo(2);
        }
        for (int i = 1; i < PEERS; i++) {
            try (Participant dead = store.attach("q", Role.PRODUCER, QUEUE)) {
                new MultiProducerWriter(dead.ring(), dead.slot(), dead.table()).tryClaim(8);
            }
        }
        assertThatThrownBy(() -> store.attach("q", Role.PRODUCER, QUEUE)).has(reason(Reason.IN_USE))
                .hasMessageContaining("64 dead ones").hasMessageContaining("consumer");
        try (Participant consumer = store.attach("q", Role.CONSUMER, QUEUE)) {
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(consumer.ring());
            RecordReader reader = new RecordReader(consumer.ring(), consumerPosition,
                    new MultiProducerClaimRecovery(consumer.ring(), consumer.table(), () -> {}), 0);
            while (consumerPosition.confirmed() < PEERS * RecordLayout.recordLength(8)) {
                reader.holds();
            }
            store.attach("q", Role.PRODUCER, QUEUE).close();
        }
    }

    @Test
    void eachMismatchNamesBothValues() {
        store.attach("q", Role.PRODUCER,
                StoreFixture.small().maxMessageLength(64).schema(3, 1).fenceSide(FenceSide.WAKER).build()).close();
        assertMismatch(SegmentSpec.builder().topic(true), "queue", "topic");
        assertMismatch(SegmentSpec.builder().singleProducer(true), "many producers", "single producer");
        assertMismatch(SegmentSpec.builder().capacity(8192), "4096", "8192");
        assertMismatch(SegmentSpec.builder().maxMessageLength(65), "64", "65");
        assertMismatch(SegmentSpec.builder().schema(4, 1), "schema id 3", "4");
        assertMismatch(SegmentSpec.builder().schema(3, 2), "schema version 1", "2");
        assertMismatch(SegmentSpec.builder().fenceSide(FenceSide.SLEEPER), "WAKER", "SLEEPER");
        assertMismatch(SegmentSpec.builder().ephemeral(true), "persistent", "ephemeral");
        assertMismatch(SegmentSpec.builder().fileMode(0660), "0600", "0660");
        store.attach("q", Role.PRODUCER, ANY).close();
        store.attach("q", Role.PRODUCER, SegmentSpec.builder().schema(0, 0).build()).close();
        assertFiles(directory, "q.ring");
    }

    private void assertMismatch(SegmentSpec.Builder spec, String actual, String asked) {
        assertThatThrownBy(() -> store.attach("q", Role.PRODUCER, spec.build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("channel q")
                .hasMessageContaining(actual).hasMessageContaining(asked);
        try (SegmentObserver observer = store.observe("q")) {
            assertThat(observer.table().list()).isEmpty();
        }
    }

    @Test
    void theSecondOfWhatExistsOnceIsRefusedAndTheFirstIsNamed() {
        assertSecondRefused("single", Role.PRODUCER, SINGLE, "only producer");
        assertSecondRefused("single", Role.CONSUMER, SINGLE, "only consumer");
        assertSecondRefused("queue", Role.CONSUMER, QUEUE, "only consumer");
        assertSecondRefused("topic", Role.PRODUCER, TOPIC, "only producer");
    }

    @Test
    void theSecondProducerOfATopicGetsTheRemedyForTopics() {
        try (Participant first = store.attach("topic", Role.PRODUCER, TOPIC)) {
            first.joined();
            assertThatThrownBy(() -> store.attach("topic", Role.PRODUCER, TOPIC))
                    .has(reason(Reason.IN_USE))
                    .hasMessage("channel topic has its only producer already, pid " + PID
                            + ", which is alive: a topic has one producer: wait until that one ends, or use another channel");
        }
        try (Participant first = store.attach("single", Role.PRODUCER, SINGLE)) {
            first.joined();
            assertThatThrownBy(() -> store.attach("single", Role.PRODUCER, SINGLE))
                    .hasMessageContaining("use a queue without the single-producer option");
        }
    }

    @Test
    void theRemedyOfALimitOfOneIsALargerLimit() {
        SegmentSpec queue = StoreFixture.small().maxParticipants(1).build();
        assertSecondRefused("queue", Role.PRODUCER, queue, "create the channel for more producers (maxParticipants)");
        assertSecondRefused("queue", Role.CONSUMER, queue, "use a work queue");
        SegmentSpec topic = StoreFixture.small().topic(true).maxParticipants(1).build();
        assertSecondRefused("topic", Role.CONSUMER, topic, "create the channel for more consumers (maxParticipants)");
        SegmentSpec work = StoreFixture.small().form(ChannelForm.WORK_QUEUE).maxParticipants(1).build();
        assertSecondRefused("work", Role.PRODUCER, work, "create the channel for more producers (maxParticipants)");
        assertSecondRefused("work", Role.CONSUMER, work, "create the channel for more consumers (maxParticipants)");
        SegmentSpec service = StoreFixture.small().service(true).maxParticipants(1).build();
        assertSecondRefused("service", Role.PRODUCER, service, "only requester");
        assertSecondRefused("service", Role.PRODUCER, service, "for several requesters (maxParticipants)");
        assertSecondRefused("service", Role.CONSUMER, service, "only responder");
        assertSecondRefused("service", Role.CONSUMER, service, "for several responders (responders(n), --responders)");
    }

    private void assertSecondRefused(String name, Role role, SegmentSpec spec, String what) {
        try (Participant first = store.attach(name, role, spec)) {
            first.joined();
            assertThatThrownBy(() -> store.attach(name, role, spec)).has(reason(Reason.IN_USE))
                    .hasMessageContaining(name).hasMessageContaining(what).hasMessageContaining(PID);
            assertThat(first.table().count(role)).isEqualTo(1);
        }
        store.attach(name, role, spec).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sixtyFourPeersAttachByDefaultAndTheNextIsRefused(boolean topic) {
        Role role = topic ? Role.CONSUMER : Role.PRODUCER;
        SegmentSpec spec = topic ? TOPIC : QUEUE;
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            participants.add(store.attach("c", role, spec));
            participants.get(i).joined();
        }
        assertThat(participants.get(0).table().count(role)).isEqualTo(64);
        assertThatThrownBy(() -> store.attach("c", role, spec)).has(reason(Reason.IN_USE))
                .hasMessageContaining("64");
        participants.get(30).close();
        try (Participant late = store.attach("c", role, spec)) {
            assertThat(late.slot()).isEqualTo(participants.get(30).slot());
            assertThat(late.table().count(role)).isEqualTo(63);
        }
        participants.forEach(Participant::close);
        store.remove("c");
        assertFiles(directory);
    }

    @Test
    void eachAttachmentRaisesTheIncarnationOfItsSlot() {
        long before = 0;
        for (int i = 0; i < 3; i++) {
            try (Participant participant = store.attach("q", Role.PRODUCER, QUEUE)) {
                long word = Words.getLong(participant.ring().header(),
                        SlotLayout.offset(participant.slot()) + SlotLayout.STATE);
                assertThat(SlotState.state(word)).isEqualTo(SlotState.UNCOUNTED);
                participant.joined();
                assertThat(SlotState.incarnation(word)).isEqualTo(before + 1);
                before++;
            }
        }
    }

    @Test
    void aChannelInUseIsNotRemovedAndItsParticipantsAreNamed() {
        try (Participant producer = store.attach("q", Role.PRODUCER, QUEUE)) {
            producer.joined();
            assertThatThrownBy(() -> store.remove("q")).has(reason(Reason.IN_USE))
                    .hasMessageContaining("producer pid " + PID);
            assertFiles(directory, "q.ring");
        }
        store.remove("q");
        assertFiles(directory);
        assertThatThrownBy(() -> store.remove("q")).isInstanceOf(SegmentException.class).hasMessageContaining("q");
        assertThatThrownBy(() -> store.observe("q")).isInstanceOf(SegmentException.class).hasMessageContaining("q");
    }

    @Test
    void aParticipantKilledWithSIGKILLCountsNoMore() {
        try (ChildJvm child = ChildJvm.start(ParticipantMain.class, directory, "q", Role.CONSUMER);
                Participant producer = store.attach("q", Role.PRODUCER, QUEUE)) {
            assertThat(child.readLine()).isEqualTo("ready");
            child.proceed();
            assertThat(child.readLine()).isEqualTo(producer.identity().id().toString());
            assertThat(producer.table().count(Role.CONSUMER)).isEqualTo(1);
            assertThatThrownBy(() -> store.attach("q", Role.CONSUMER, QUEUE))
                    .has(reason(Reason.IN_USE)).hasMessageContaining("pid " + child.pid());
            child.kill();
            assertThat(producer.table().count(Role.CONSUMER)).isZero();
            assertThat(producer.table().list()).filteredOn(info -> info.role() == Role.CONSUMER)
                    .singleElement().satisfies(info -> {
                        assertThat(info.alive()).isFalse();
                        assertThat((long) info.pid()).isEqualTo(child.pid());
                    });
            store.attach("q", Role.CONSUMER, QUEUE).close();
        }
        store.remove("q");
    }

    @Test
    void anEphemeralChannelIsRemovedWithItsLastParticipant() {
        Participant producer = store.attach("e", Role.PRODUCER, EPHEMERAL);
        Participant consumer = store.attach("e", Role.CONSUMER, ANY);
        producer.close();
        assertFiles(directory, "e.ring");
        consumer.close();
        consumer.close();
        assertFiles(directory);
    }

    /** While it held its slot, the last participant that left could not remove the channel. */
    @Test
    void aFailedAttachmentToAnEphemeralChannelLeavesItLikeAParticipant() throws IOException {
        Path path = directory.resolve("e.ring");
        Identity identity;
        try (Participant last = store.attach("e", Role.PRODUCER, EPHEMERAL)) {
            identity = last.identity();
            Files.move(path, directory.resolve("aside"));
        }
        Files.move(directory.resolve("aside"), path);
        // No mapping has such a length.
        Identity unmappable = new Identity("e", identity.kind(), 100, 10, 64, 0, 0, identity.fenceSide(), true, false,
                false, 0, 0, WorkSettings.NONE,
                identity.id(), identity.createdAt(), identity.creatorPid(), identity.creatorUid());
        try (NativeFile file = NativeFile.open(path, true)) {
            assertThatThrownBy(() -> Participant.attach(unmappable, file, Role.CONSUMER, store::removeAbandoned))
                    .isInstanceOf(SegmentException.class).hasMessageContaining("cannot map");
        }
        assertFiles(directory);
    }

    @Test
    void leavingAnEphemeralChannelThatWasReplacedLeavesTheNewOneAlone() throws IOException {
        Participant old = store.attach("e", Role.PRODUCER, EPHEMERAL);
        Files.delete(directory.resolve("e.ring"));
        try (Participant producer = store.attach("e", Role.PRODUCER, QUEUE)) {
            assertThat(publish(producer)).isTrue();
        }
        old.close();
        assertFiles(directory, "e.ring");
    }

    @Test
    void afterCloseTheTableThrowsAndStoresHaveNoEffect() {
        Participant participant = store.attach("q", Role.PRODUCER, QUEUE);
        RecordWriter writer = new MultiProducerWriter(participant.ring(), participant.slot(), participant.table());
        participant.close();
        participant.close();
        writer.tryClaim(8);
        writer.commit();
        try (Participant next = store.attach("q", Role.CONSUMER, QUEUE)) {
            assertThat(Words.getLongAcquire(next.ring().header(), SegmentLayout.TAIL)).isZero();
            assertThat(Words.getLong(next.ring().data(), 0)).isZero();
        }
        assertThatIllegalStateException().isThrownBy(() -> participant.table().list());
        assertThatIllegalStateException().isThrownBy(() -> participant.table().count(Role.PRODUCER));
        SegmentObserver observer = store.observe("q");
        observer.close();
        observer.close();
        assertThatIllegalStateException().isThrownBy(() -> observer.newReader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", ".x", "a/b", "a b", "ä", "a\n",
        "12345678901234567890123456789012345678901234567890123456789012345"})
    void aBadNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.attach(name, Role.PRODUCER, QUEUE))
                .withMessageContaining("'" + name + "'");
        assertThatIllegalArgumentException().isThrownBy(() -> store.observe(name));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(name));
        assertFiles(directory);
    }
}
