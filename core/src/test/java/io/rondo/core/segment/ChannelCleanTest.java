package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static io.rondo.core.segment.StoreFixture.ANY;
import static io.rondo.core.segment.StoreFixture.EPHEMERAL;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.SINGLE;
import static io.rondo.core.segment.StoreFixture.TOPIC;
import static io.rondo.core.segment.StoreFixture.WORK;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files that cleaning removes and keeps, and the removal of ephemeral channels after their participants were
 * killed.
 */
class ChannelCleanTest {
    private static final String UNIQUE = "0b8e9f2a-6c1d-4e3f-8a7b-1234567890ab";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private void createWithMessage(String name, SegmentSpec spec) {
        try (Participant producer = store.attach(name, Role.PRODUCER, spec)) {
            RecordWriter writer = switch (producer.identity().kind()) {
                case MPSC, WORK -> new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
                case SPSC -> SingleProducerWriter.ofQueue(producer.ring());
                case SPMC -> SingleProducerWriter.ofTopic(producer.ring(), producer.table());
            };
            writer.tryClaim(8);
            writer.commit();
        }
    }

    private static List<String> lines(List<CleanResult> results) {
        return results.stream().map(result -> (result.removed() ? "removed " : "kept ") + result.name() + ": "
                + result.reason()).toList();
    }

    @Test
    void unusedChannelsAreRemovedAndUnreadMessagesAreKept() {
        store.attach("empty", Role.PRODUCER, QUEUE).close();
        createWithMessage("queue", QUEUE);
        createWithMessage("single", SINGLE);
        createWithMessage("topic", TOPIC);
        createWithMessage("work", WORK);
        try (Participant used = store.attach("used", Role.CONSUMER, QUEUE)) {
            used.joined();
            List<String> expected = List.of("removed empty: not in use",
                    "kept queue: 1 unread message: empty it first, or remove it with --all",
                    "kept single: 1 unread message: empty it first, or remove it with --all",
                    "removed topic: not in use",
                    "kept used: in use by consumer pid " + ProcessHandle.current().pid(),
                    "kept work: 1 unread message: empty it first, or remove it with --all");
            assertThat(lines(store.clean(true, false))).isEqualTo(expected);
            assertFiles(directory, "empty.ring", "queue.ring", "single.ring", "topic.ring", "used.ring", "work.ring");
            assertThat(lines(store.clean(false, false))).isEqualTo(expected);
            assertFiles(directory, "queue.ring", "single.ring", "used.ring", "work.ring");
            assertThat(lines(store.clean(false, true))).containsExactly(
                    "removed queue: not in use; it had 1 unread message",
                    "removed single: not in use; it had 1 unread message",
                    "kept used: in use by consumer pid " + ProcessHandle.current().pid(),
                    "removed work: not in use; it had 1 unread message");
        }
        assertFiles(directory, "used.ring");
    }

    @Test
    void aMessageBehindWhatADeadProducerWasAboutToWriteIsUnread() {
        try (Participant dead = store.attach("q", Role.PRODUCER, QUEUE)) {
            long slot = SlotLayout.offset(dead.slot());
            Words.setLong(dead.ring().header(), slot + SlotLayout.INTENT_LENGTH, 64);
            Words.setLong(dead.ring().header(), slot + SlotLayout.POSITION, 0);
            Words.setLong(dead.ring().header(), SegmentLayout.TAIL, 64);
        }
        assertThat(store.clean(true, false)).singleElement().matches(CleanResult::removed);
        createWithMessage("q", QUEUE);
        assertThat(lines(store.clean(false, false))).singleElement().asString()
                .startsWith("kept q: unread messages behind the claim of a dead producer");
        assertFiles(directory, "q.ring");
    }

    @Test
    void aQueueWithNothingButPaddingIsEmpty() {
        try (Participant producer = store.attach("q", Role.PRODUCER, QUEUE)) {
            RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
            writer.tryClaim(100);
            writer.abort();
            writer.tryClaim(100);
            assertThat(RecordLayout.length(Words.getLong(producer.ring().data(), 128))).isNegative();
        }
        assertThat(store.clean(false, false)).singleElement().matches(CleanResult::removed);
        assertFiles(directory);
    }

    @Test
    void unreadableSegmentsAreReportedAndRemovedOnlyWithAll() throws IOException {
        Files.writeString(directory.resolve("junk.ring"), "junk");
        Files.createDirectory(directory.resolve("directory.ring"));
        Files.writeString(directory.resolve("notes.txt"), "no business of ours");
        assertThat(lines(store.clean(false, false))).satisfiesExactly(
                line -> assertThat(line).startsWith("kept directory: cannot open"),
                line -> assertThat(line).startsWith("kept junk: the file of channel junk is no segment")
                        .endsWith("with --all"));
        assertThat(lines(store.clean(false, true))).satisfiesExactly(
                line -> assertThat(line).startsWith("kept directory: "),
                line -> assertThat(line).startsWith("removed junk: the file of channel junk is no segment")
                        .doesNotContain("remove the channel"));
        assertFiles(directory, "directory.ring", "notes.txt");
    }

    @Test
    void aLockedCorruptFileIsKept() throws IOException {
        Path file = Files.writeString(directory.resolve("junk.ring"), "junk");
        try (LockFile lock = LockFile.open(file)) {
            assertThat(lock.tryLock(SegmentLayout.lockOffset(5), 1)).isTrue();
            assertThat(store.clean(false, true)).singleElement().matches(result -> !result.removed());
        }
        assertFiles(directory, "junk.ring");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void attachNamesThePidOfAStoppedRemover() {
        store.attach("q", Role.PRODUCER, QUEUE).close();
        String holder = "pid " + ProcessHandle.current().pid() + ", which is about to remove it";
        try (LockFile stopped = LockFile.open(directory.resolve("q.ring"))) {
            assertThat(stopped.tryLock(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS)).isTrue();
            assertThatThrownBy(() -> store.attach("q", Role.CONSUMER, QUEUE)).has(reason(Reason.IN_USE))
                    .hasMessageContainingAll("channel q ", holder);
            assertThatThrownBy(() -> store.remove("q")).has(reason(Reason.IN_USE))
                    .hasMessageContainingAll("channel q ", holder);
            assertThat(lines(store.clean(false, true))).containsExactly("kept q: in use by " + holder);
        }
        store.attach("q", Role.CONSUMER, QUEUE).close();
        assertFiles(directory, "q.ring");
    }

    @Test
    void aDamagedFileIsNotRemovedWhileItIsInUse() throws IOException {
        Participant used = store.attach("q", Role.PRODUCER, QUEUE);
        Path file = directory.resolve("q.ring");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8), 0);
        }
        String expected = "in use by pid " + ProcessHandle.current().pid();
        assertThat(lines(store.clean(false, true))).containsExactly("kept q: " + expected);
        assertThatThrownBy(() -> store.remove("q")).has(reason(Reason.IN_USE))
                .hasMessage("channel q is " + expected + ": stop it first, or keep the channel");
        used.close();
        store.remove("q");
        assertFiles(directory);
    }

    @Test
    void removingWaitsForAProcessThatExaminesTheChannel() throws Exception {
        store.attach("q", Role.PRODUCER, QUEUE).close();
        try (LockFile looking = LockFile.open(directory.resolve("q.ring"))) {
            assertThat(looking.tryLock(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS)).isTrue();
            Thread removing = Thread.ofPlatform().start(() -> store.remove("q"));
            while (removing.getState() != Thread.State.TERMINATED && !isAsking(removing)) {
                Thread.onSpinWait();
            }
            looking.unlock(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS);
            removing.join();
        }
        assertFiles(directory);
    }

    private static boolean isAsking(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("lockTable"));
    }

    @Test
    void cleanRemovesTheFilesOfDeadCreatorsOnly() throws IOException {
        Files.createFile(directory.resolve(".new-a-" + UNIQUE));
        Path making = Files.createFile(directory.resolve(".new-b-" + UNIQUE));
        try (LockFile lock = LockFile.open(making)) {
            assertThat(lock.tryLock(SegmentLayout.CREATION_LOCK, 1)).isTrue();
            assertThat(lines(store.clean(false, true))).containsExactly(
                    "removed .new-a-" + UNIQUE + ": left by a process that died while it created a channel",
                    "kept .new-b-" + UNIQUE + ": a channel that is being created by pid "
                            + ProcessHandle.current().pid());
            assertFiles(directory, ".new-b-" + UNIQUE);
        }
        assertThat(store.clean(false, false)).singleElement().matches(CleanResult::removed);
        assertFiles(directory);
    }

    @Test
    void cleanIgnoresFilesWithSimilarNames() throws IOException {
        String[] names = {".new--" + UNIQUE, ".new-.a-" + UNIQUE, ".new-a b-" + UNIQUE, ".new-a-" + UNIQUE + "x",
            ".new-a-" + UNIQUE.substring(1), ".new-a-" + UNIQUE.toUpperCase(Locale.ROOT), ".new-x"};
        for (String name : names) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(store.clean(false, true)).isEmpty();
        assertThat(StoreFixture.files(directory)).containsExactlyInAnyOrder(names);
    }

    @Test
    void cleanKeepsADirectoryWithTheNameOfALeftover() throws Exception {
        Files.createDirectory(directory.resolve(".new-a-" + UNIQUE));
        Files.createSymbolicLink(directory.resolve(".new-b-" + UNIQUE), directory.resolve("nowhere"));
        Path fifo = directory.resolve(".new-c-" + UNIQUE);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        assertThat(store.clean(false, true)).hasSize(3)
                .allMatch(result -> !result.removed() && result.reason().equals("no regular file"));
        assertThat(StoreFixture.files(directory)).hasSize(3);
    }

    @Test
    void aStrangersLeftoverStaysAndItsOwnerIsNamed() throws Exception {
        assumeTrue(Platform.User.effectiveUid() == 0, "chown needs root");
        Path theirs = Files.createFile(directory.resolve(".new-a-" + UNIQUE));
        Files.setAttribute(theirs, "unix:uid", 12_345);
        assertThat(lines(store.clean(false, true)))
                .containsExactly("kept .new-a-" + UNIQUE + ": it belongs to uid 12345: clean as that user");
        assertThat(theirs).exists();
    }

    /** The creator was killed after it had linked its file into place: the other name goes, the channel stays. */
    @Test
    void aSecondNameThatACreatorLeftIsRemovedWhileTheChannelIsInUse() throws IOException {
        try (Participant used = store.attach("q", Role.PRODUCER, QUEUE)) {
            used.joined();
            Files.createLink(directory.resolve(".new-q-" + UNIQUE), directory.resolve("q.ring"));
            assertThat(store.clean(false, true)).extracting(CleanResult::removed).containsExactly(false, true);
            assertFiles(directory, "q.ring");
            assertThat(used.table().count(Role.PRODUCER)).isEqualTo(1);
        }
    }

    private String killParticipant(SegmentSpec spec) {
        Participant creator = store.attach("e", Role.PRODUCER, spec);
        try (ChildJvm child = ChildJvm.start(ParticipantMain.class, directory, "e", Role.CONSUMER)) {
            assertThat(child.readLine()).isEqualTo("ready");
            child.proceed();
            String id = child.readLine();
            creator.close();
            assertFiles(directory, "e.ring");
            child.kill();
            return id;
        }
    }

    @Test
    void anEphemeralChannelIsCleanedAfterItsLastParticipantWasKilled() {
        killParticipant(EPHEMERAL);
        assertThat(lines(store.clean(false, false))).containsExactly("removed e: not in use");
        assertFiles(directory);
    }

    @Test
    void anEphemeralChannelIsRemovedByALookupAfterItsLastParticipantWasKilled() throws IOException {
        killParticipant(EPHEMERAL);
        Files.writeString(directory.resolve("junk.ring"), "junk");
        store.attach("persistent", Role.PRODUCER, QUEUE).close();
        store.removeAbandoned();
        assertFiles(directory, "junk.ring", "persistent.ring");
    }

    @Test
    void attachingToAnAbandonedEphemeralChannelCreatesANewOneOfAnyKind() {
        String old = killParticipant(EPHEMERAL);
        try (Participant next = store.attach("e", Role.CONSUMER, StoreFixture.small().topic(true).build())) {
            next.joined();
            assertThat(next.identity().id().toString()).isNotEqualTo(old);
            assertThat(next.identity().kind().isTopic()).isTrue();
            assertThat(next.identity().ephemeral()).isFalse();
        }
        assertFiles(directory, "e.ring");
    }

    @Test
    void anEphemeralChannelInUseIsKeptWhenItIsObserved() {
        try (Participant first = store.attach("e", Role.PRODUCER, EPHEMERAL)) {
            first.joined();
            store.removeAbandoned();
            assertThat(store.clean(false, true)).singleElement().matches(result -> !result.removed());
            try (Participant second = store.attach("e", Role.CONSUMER, ANY)) {
                assertThat(second.identity()).isEqualTo(first.identity());
            }
        }
        assertFiles(directory);
    }
}
