package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Creators that are killed before their segment has its name. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadCreatorTest {
    private static final int CAPACITY = 32 << 20;
    private static final int KILLED = 3;
    private static final String UNIQUE = "0b8e9f2a-6c1d-4e3f-8a7b-1234567890ab";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private List<String> leftovers() {
        return StoreFixture.files(directory).stream().filter(file -> file.startsWith(".new-q-")).toList();
    }

    /** Kills creators, each as soon as its file is seen, until one of them leaves it. */
    private void killCreator() {
        Set<String> before = Set.copyOf(leftovers());
        do {
            try (ChildJvm creator = ChildJvm.start(CreateLoopMain.class, directory, "q", CAPACITY)) {
                assertThat(creator.readLine()).isEqualTo("ready");
                while (before.containsAll(leftovers())) {
                    Thread.onSpinWait();
                }
                creator.kill();
            }
        } while (before.containsAll(leftovers()));
    }

    @Test
    void creatorsThatAreKilledInARowLeaveNothingOnceTheChannelIsCreated() throws IOException {
        for (int i = 0; i < KILLED; i++) {
            killCreator();
            assertThat(leftovers()).as("after %d killed creators", i + 1).hasSize(1);
        }
        // The last one may have been killed after its file got the channel's name.
        Files.deleteIfExists(directory.resolve("q.ring"));
        store.attach("q", Role.PRODUCER, QUEUE).close();
        assertFiles(directory, "q.ring");
    }

    @Test
    void creatingAChannelLeavesOtherChannelsAndLiveCreatorsAlone() throws IOException {
        Files.createFile(directory.resolve(".new-q-" + UNIQUE));
        Files.createFile(directory.resolve(".new-other-" + UNIQUE));
        Path alive = Files.createFile(directory.resolve(".new-q-" + UNIQUE.replace('0', '1')));
        try (LockFile lock = LockFile.open(alive)) {
            assertThat(lock.tryLock(SegmentLayout.CREATION_LOCK, 1)).isTrue();
            store.attach("q", Role.PRODUCER, QUEUE).close();
            assertFiles(directory, ".new-other-" + UNIQUE, alive.getFileName().toString(), "q.ring");
        }
    }
}
