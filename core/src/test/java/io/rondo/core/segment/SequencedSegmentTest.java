package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two segments of a sequenced topic. */
class SequencedSegmentTest {
    private static final String NAME = "orders";
    private static final SegmentSpec EGRESS = StoreFixture.small().topic(true).sequenced(0).build();
    private static final SegmentSpec INGRESS = StoreFixture.small().sequenced(7).build();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void open() {
        store = StoreFixture.store(directory);
    }

    @Test
    void theIdentityTellsThatASegmentIsSequencedAndItsEpoch() {
        store.attach(NAME, Role.PRODUCER, EGRESS).close();
        store.attach(ChannelName.ingress(NAME), Role.CONSUMER, INGRESS).close();
        assertThat(store.find(NAME).sequenced()).isTrue();
        assertThat(store.find(NAME).epoch()).isZero();
        assertThat(store.find(NAME + "@in").sequenced()).isTrue();
        assertThat(store.find(NAME + "@in").epoch()).isEqualTo(7);
        assertThat(store.directory().channels()).containsExactly(NAME, NAME + "@in");
    }

    @Test
    void aPlainParticipantIsRefusedAndASequencedOneOnAPlainChannelToo() {
        store.attach(NAME, Role.PRODUCER, EGRESS).close();
        store.attach("plain", Role.PRODUCER, StoreFixture.TOPIC).close();
        assertThatThrownBy(() -> store.attach(NAME, Role.PRODUCER, StoreFixture.ANY)).has(reason(Reason.MISMATCH))
                .hasMessageContaining("sequenced topic");
        assertThatThrownBy(() -> store.attach("plain", Role.PRODUCER, EGRESS)).has(reason(Reason.MISMATCH))
                .hasMessageContaining("plain topic");
    }

    @Test
    void removingTheTopicRemovesItsIngressAndItsTable() throws IOException {
        store.attach(NAME, Role.PRODUCER, EGRESS).close();
        Participant ingress = store.attach(ChannelName.ingress(NAME), Role.CONSUMER, INGRESS);
        Files.createFile(store.directory().producerTable(NAME));
        assertThatThrownBy(() -> store.remove(NAME)).has(reason(Reason.IN_USE));
        assertThat(store.directory().channels()).hasSize(2);
        ingress.close();
        store.remove(NAME);
        StoreFixture.assertFiles(directory);
    }

    @Test
    void cleaningKeepsASequencedTopicUnlessAllIsAskedFor() {
        store.attach(NAME, Role.PRODUCER, EGRESS).close();
        store.attach(ChannelName.ingress(NAME), Role.CONSUMER, INGRESS).close();
        assertThat(store.clean(false, false)).hasSize(2).noneMatch(CleanResult::removed);
        assertThat(store.clean(false, true)).hasSize(2).allMatch(CleanResult::removed);
        StoreFixture.assertFiles(directory);
    }

    @Test
    void namesWithAnAtSignAreNoChannelNames() {
        assertThatThrownBy(() -> ChannelName.require("a@in")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChannelName.requireSegment("a@out")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChannelName.requireSegment("@in")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ChannelName.requireSegment("a@in")).isEqualTo("a@in");
        assertThat(ChannelName.topicOf("a@in")).isEqualTo("a");
        assertThatThrownBy(() -> ChannelName.ingress("x".repeat(62))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("61");
        assertThat(ChannelName.ingress("x".repeat(61))).hasSize(64);
    }
}
