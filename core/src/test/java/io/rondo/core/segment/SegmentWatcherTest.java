package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.os.FileStatus;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that lose their names are reported. */
class SegmentWatcherTest {
    private static final long WATCHDOG_SECONDS = 60;
    private static final int RECREATIONS = 200;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final SegmentWatcher watcher = new SegmentWatcher(FileSystems.getDefault()::newWatchService);

    private static CountDownLatch watch(SegmentWatcher by, Path file) {
        CountDownLatch reported = new CountDownLatch(1);
        by.start(new SegmentWatch(file, FileStatus.of(file), reported::countDown));
        return reported;
    }

    private static void awaitReport(CountDownLatch reported) throws InterruptedException {
        assertThat(reported.await(WATCHDOG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRemovedSegmentIsReported() throws Exception {
        Path file = Files.createFile(directory.resolve("x.ring"));
        CountDownLatch reported = watch(watcher, file);
        Files.delete(file);
        awaitReport(reported);
    }

    @Test
    void aSegmentReplacedByARenameIsReported() throws Exception {
        Path file = Files.createFile(directory.resolve("x.ring"));
        CountDownLatch reported = watch(watcher, file);
        Files.move(Files.createFile(directory.resolve("y")), file, StandardCopyOption.REPLACE_EXISTING);
        awaitReport(reported);
    }

    @Test
    void aRemovedSegmentIsReportedWithoutInotify() throws Exception {
        Path file = Files.createFile(directory.resolve("x.ring"));
        CountDownLatch reported = watch(new SegmentWatcher(() -> {
            throw new IOException("User limit of inotify instances reached");
        }), file);
        Files.delete(file);
        awaitReport(reported);
    }

    @Test
    void aSegmentInADirectoryThatWasRemovedAndCreatedAgainIsReported() throws Exception {
        Path inner = directory.resolve("inner");
        Path file = inner.resolve("x.ring");
        for (int i = 0; i < RECREATIONS; i++) {
            Files.createDirectories(inner);
            Files.createFile(file);
            CountDownLatch first = watch(watcher, file);
            Files.delete(file);
            Files.delete(inner);
            Files.createDirectory(inner);
            Files.createFile(file);
            CountDownLatch second = watch(watcher, file);
            awaitReport(first);
            Files.delete(file);
            awaitReport(second);
        }
    }
}
