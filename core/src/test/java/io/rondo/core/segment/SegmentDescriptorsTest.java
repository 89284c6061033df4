package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A participant that takes part by the descriptors of a segment instead of its path. */
class SegmentDescriptorsTest {
    private static final String NAME = "q";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;
    private Participant owner;

    @BeforeEach
    void attachOwner() {
        store = StoreFixture.store(directory);
        owner = store.attach(NAME, Role.CONSUMER, StoreFixture.QUEUE);
        owner.joined();
    }

    @AfterEach
    void detachOwner() {
        owner.close();
    }

    private SegmentDescriptors descriptors() {
        return store.descriptors(owner.identity());
    }

    private UUID id() {
        return owner.identity().id();
    }

    private Path segment() {
        return directory.resolve(NAME + ".ring");
    }

    private List<ParticipantInfo> producers() {
        return owner.table().list().stream().filter(info -> info.role() == Role.PRODUCER && info.alive()).toList();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(SegmentDescriptors descriptors, Reason reason) {
        return assertThatThrownBy(() -> descriptors.attach(NAME, Role.PRODUCER))
                .isInstanceOfSatisfying(SegmentException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void theParticipantIsAliveUntilItIsClosed() {
        try (Participant peer = descriptors().attach(NAME, Role.PRODUCER)) {
            peer.joined();
            assertThat(producers()).singleElement().satisfies(info -> {
                assertThat(info.isByDescriptor()).isTrue();
                assertThat(info.isRemote()).isFalse();
                assertThat(info.process()).isEqualTo("pid " + ProcessHandle.current().pid());
            });
            assertThat(peer.table().count(Role.CONSUMER)).isOne();
        }
        assertThat(producers()).isEmpty();
    }

    @Test
    void eachSetOfDescriptorsIsForOneParticipant() {
        Participant first = descriptors().attach(NAME, Role.PRODUCER);
        try (Participant second = descriptors().attach(NAME, Role.PRODUCER)) {
            assertThat(second.slot()).isNotEqualTo(first.slot());
            assertThat(producers()).hasSize(2);
            first.close();
            assertThat(producers()).singleElement().satisfies(info -> assertThat(info.slot()).isEqualTo(second.slot()));
        }
    }

    @Test
    void anotherNumberOfDescriptorsIsRefused() {
        List<NativeFile> two = descriptors().files().subList(0, 2);
        assertThatThrownBy(() -> SegmentDescriptors.received(id(), two)).isInstanceOf(SegmentException.class)
                .hasMessageContaining("2 descriptors instead of 3");
    }

    @Test
    void anotherSegmentIdIsRefused() {
        assertRefused(SegmentDescriptors.received(UUID.randomUUID(), descriptors().files()), Reason.REMOVED);
        assertThat(producers()).isEmpty();
    }

    @Test
    void descriptorsOfDifferentFilesAreRefused() throws IOException {
        Path copy = Files.copy(segment(), directory.resolve("copy"));
        List<NativeFile> files = new ArrayList<>(descriptors().files());
        files.set(2, NativeFile.open(copy, true)).close();
        assertRefused(SegmentDescriptors.received(id(), files), Reason.CORRUPT).hasMessageContaining("not the same");
    }

    @Test
    void oneDescriptionForLockAndQuestionsIsRefused() {
        List<NativeFile> files = new ArrayList<>(descriptors().files());
        files.set(2, files.get(1)).close();
        assertRefused(SegmentDescriptors.received(id(), files), Reason.CORRUPT)
                .hasMessageContaining("locks are invisible");
        assertThat(producers()).isEmpty();
    }

    @Test
    void locksThatOnlyTheDescriptionForQuestionsHoldsAreRefused() {
        SegmentDescriptors passed = descriptors();
        // The producers' slots follow the consumer's.
        LockFile.of(passed.files().get(2)).tryLock(SegmentLayout.lockOffset(1), 1);
        assertRefused(passed, Reason.CORRUPT).hasMessageContaining("locks that are held and not visible");
        assertThat(producers()).isEmpty();
    }

    @Test
    void aFileWithoutANameIsRefusedUnlessItCannotShrink() throws IOException {
        SegmentDescriptors passed = descriptors();
        Files.delete(segment());
        assertRefused(passed, Reason.REMOVED);
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        SegmentDescriptors passed = descriptors();
        try (FileChannel file = FileChannel.open(segment(), StandardOpenOption.WRITE)) {
            file.truncate(SegmentLayout.IDENTITY_LENGTH);
            assertRefused(passed, Reason.CORRUPT).hasMessageContaining("truncated");
            // The owner closes through its mapping of the whole file.
            file.write(ByteBuffer.allocate(1),
                    SegmentLayout.fileLength(RingKind.MPSC, SegmentSpec.MIN_CAPACITY, owner.identity().slots()) - 1);
        }
    }

    @Test
    void anotherChannelsSegmentIsRefused() {
        assertThatThrownBy(() -> descriptors().attach("other", Role.PRODUCER))
                .isInstanceOf(SegmentException.class).hasMessageContaining("holds channel 'q'");
    }

    @Test
    void aRemovedSegmentIsNotPassed() throws IOException {
        Files.delete(segment());
        assertThatThrownBy(this::descriptors).isInstanceOfSatisfying(SegmentException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.REMOVED));
    }
}
