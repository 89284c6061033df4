package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.SINGLE;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.FileLockMain;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File locks that another program holds on a channel's file. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignLockTest {
    private static final long TO_THE_END = 0;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void createChannel() {
        store = StoreFixture.store(directory);
        store.attach("q", Role.PRODUCER, QUEUE).close();
    }

    private ChildJvm lock(String file, long start, long length) {
        ChildJvm child = ChildJvm.start(FileLockMain.class, directory.resolve(file), start, length);
        assertThat(child.readLine()).isEqualTo("locked");
        return child;
    }

    @Test
    void attachWaitsForALockOnTheWholeFileWithoutBurningACoreAndThenNamesItsHolder() {
        try (ChildJvm holder = lock("q.ring", 0, TO_THE_END)) {
            long wall = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            assertThatThrownBy(() -> store.attach("q", Role.PRODUCER, QUEUE)).has(reason(Reason.IN_USE))
                    .hasMessage("channel q is held by pid " + holder.pid()
                            + ", which has locked byte 0 to the end of its file and takes no part in it: end that"
                            + " process, or make it release the lock");
            cpu = THREADS.getCurrentThreadCpuTime() - cpu;
            wall = System.nanoTime() - wall;
            // A share and not a time: on a busy machine both sides of the comparison grow.
            assertThat(cpu).isLessThan(wall / 4);
        }
        store.attach("q", Role.PRODUCER, QUEUE).close();
    }

    @Test
    void attachContinuesWhenTheForeignLockIsReleased() throws Exception {
        try (ChildJvm holder = lock("q.ring", 0, TO_THE_END)) {
            Thread attaching = Thread.ofPlatform().start(this::attachBeforeOrAfterTheDeadline);
            while (attaching.getState() != Thread.State.TIMED_WAITING) {
                assertThat(attaching.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            holder.kill();
            attaching.join();
        }
    }

    /** On a busy machine the test may look only after the attempt has given up, so that one more is needed. */
    private void attachBeforeOrAfterTheDeadline() {
        while (true) {
            try {
                store.attach("q", Role.PRODUCER, QUEUE).close();
                return;
            } catch (SegmentException e) {
                assertThat(e.reason()).isEqualTo(Reason.IN_USE);
            }
        }
    }

    @Test
    void removeAndCleanNameTheHolderOfAForeignLock() {
        try (ChildJvm holder = lock("q.ring", 0, TO_THE_END)) {
            String text = "in use by pid " + holder.pid()
                    + ", which has locked byte 0 to the end of its file and takes no part in it";
            assertThatThrownBy(() -> store.remove("q")).has(reason(Reason.IN_USE))
                    .hasMessage("channel q is " + text + ": stop it first, or keep the channel");
            assertThat(store.clean(false, true)).containsExactly(new CleanResult("q", false, text));
        }
        store.remove("q");
        assertFiles(directory);
    }

    @Test
    void cleanNamesTheHolderOfALockOnALeftover() throws Exception {
        store.remove("q");
        String leftover = ".new-a-0b8e9f2a-6c1d-4e3f-8a7b-1234567890ab";
        Files.createFile(directory.resolve(leftover));
        try (ChildJvm holder = lock(leftover, 0, TO_THE_END)) {
            assertThat(store.clean(false, true)).containsExactly(
                    new CleanResult(leftover, false, "a channel that is being created by pid " + holder.pid()));
        }
        assertThat(store.clean(false, true)).singleElement().matches(CleanResult::removed);
    }

    /** Such a lock cannot be told from a participant's. */
    @Test
    void aForeignLockOnASlotsByteKeepsTheSlotAndIsNamed() {
        store.attach("s", Role.PRODUCER, SINGLE).close();
        long slot = SegmentLayout.lockOffset(SlotLayout.FIRST_PEER);
        try (ChildJvm holder = lock("s.ring", slot, 1); ChildJvm other = lock("q.ring", slot, 1)) {
            assertThatThrownBy(() -> store.attach("s", Role.PRODUCER, SINGLE)).has(reason(Reason.IN_USE))
                    .hasMessageContaining("only producer already, pid " + holder.pid());
            assertThatThrownBy(() -> store.remove("s")).hasMessageContaining("in use by pid " + holder.pid());
            try (Participant second = store.attach("q", Role.PRODUCER, QUEUE)) {
                second.joined();
                assertThat(second.slot()).isEqualTo(SlotLayout.FIRST_PEER + 1);
                assertThat(second.table().isAlive(SlotLayout.FIRST_PEER)).isTrue();
                assertThat(second.table().count(Role.PRODUCER)).isEqualTo(1);
            }
            assertThatThrownBy(() -> store.remove("q")).hasMessageContaining("in use by pid " + other.pid());
        }
    }

    @Test
    void attachNamesTheHolderOfALockBesideALiveParticipant() {
        try (Participant first = store.attach("q", Role.PRODUCER, QUEUE);
                ChildJvm holder = lock("q.ring", SegmentLayout.lockOffset(first.slot() + 1), TO_THE_END)) {
            assertThatThrownBy(() -> store.attach("q", Role.PRODUCER, QUEUE)).has(reason(Reason.IN_USE))
                    .hasMessageContaining("channel q is held by pid " + holder.pid());
        }
    }
}
