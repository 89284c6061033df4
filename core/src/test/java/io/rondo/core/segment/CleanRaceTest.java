package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cleaners that run at once, and cleaners against attaching participants: no cleaner removes a segment in use. */
@Order(1)
class CleanRaceTest {
    private static final int CLEANERS = 2;
    private static final int ATTACHERS = 4;
    private static final int ROUNDS = 100 * Integer.getInteger("rondo.test.factor", 1);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private long cleanUntil(AtomicBoolean done) {
        long removed = 0;
        while (!done.get()) {
            removed += store.clean(false, true).stream().filter(CleanResult::removed).count();
            store.removeAbandoned();
        }
        return removed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsThatAttachKeepWhatTheyUse(boolean ephemeral) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLEANERS + ATTACHERS)) {
            List<Future<Long>> cleaners = new ArrayList<>();
            for (int i = 0; i < CLEANERS; i++) {
                cleaners.add(threads.submit(() -> cleanUntil(done)));
            }
            List<Future<?>> attachers = new ArrayList<>();
            for (int i = 0; i < ATTACHERS; i++) {
                attachers.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        AttachLoopMain.attachOnce(store, "r", ephemeral);
                    }
                }));
            }
            try {
                for (Future<?> attacher : attachers) {
                    attacher.get();
                }
            } finally {
                done.set(true);
            }
            for (Future<Long> cleaner : cleaners) {
                assertThat(cleaner.get()).isNotNegative();
            }
        }
        store.clean(false, true);
        assertFiles(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void processesThatAttachKeepWhatTheyUse(boolean ephemeral) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<ChildJvm> children = new ArrayList<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 2; i++) {
                children.add(ChildJvm.start(AttachLoopMain.class, directory, "r", ROUNDS, ephemeral));
            }
            children.forEach(child -> assertThat(child.readLine()).isEqualTo("ready"));
            Future<Long> cleaner = thread.submit(() -> cleanUntil(done));
            try {
                children.forEach(child -> assertThat(child.readLine()).isEqualTo("done"));
            } finally {
                done.set(true);
            }
            assertThat(cleaner.get()).isNotNegative();
            children.forEach(child -> assertThat(child.join()).isZero());
        } finally {
            children.forEach(ChildJvm::close);
        }
        store.clean(false, true);
        assertFiles(directory);
    }
}
