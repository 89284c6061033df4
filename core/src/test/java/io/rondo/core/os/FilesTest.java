package io.rondo.core.os;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.FileLockMain;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open files, what the kernel says of them, and their locks. */
class FilesTest {
    private static final long BYTE = 1L << 40;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("file");
    }

    @Test
    void aFileIsCreatedWithExactlyTheModeAndAllItsSpace() throws IOException {
        try (NativeFile file = NativeFile.create(path, 0666)) {
            assertThat(file.path()).isEqualTo(path);
            file.allocate(100_000);
            FileStatus status = file.status();
            assertThat(status.permissions()).isEqualTo(0666);
            assertThat(status.length()).isEqualTo(100_000);
            assertThat(status.isRegular()).isTrue();
            assertThat(status.isDirectory()).isFalse();
            assertThat(status.uid()).isEqualTo(Platform.User.effectiveUid());
            assertThat(status).isEqualTo(FileStatus.of(path));
            assertThat(status.uid()).isEqualTo(Files.getAttribute(path, "unix:uid"));
            assertThat(status.gid()).isEqualTo(Files.getAttribute(path, "unix:gid"));
            assertThat(status.inode()).isEqualTo(Files.getAttribute(path, "unix:ino"));
            assertThat(status.mode()).isEqualTo(Files.getAttribute(path, "unix:mode"));
        }
    }

    @Test
    void anExistingFileIsNotCreatedAndAMissingFileIsNotOpened() {
        assertThat(NativeFile.open(path, true)).isNull();
        assertThat(LockFile.open(path)).isNull();
        assertThat(LockFile.openForQueries(path)).isNull();
        assertThat(FileStatus.of(path)).isNull();
        assertThat(FileStatus.of(path.resolve("below"))).isNull();
        NativeFile.create(path, 0600).close();
        assertThat(NativeFile.create(path, 0600)).isNull();
        assertThat(FileStatus.of(path.resolve("below"))).isNull();
        assertThat(NativeFile.create(directory.resolve("no/where"), 0600)).isNull();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        NativeFile.create(path, 0600).close();
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        assertThatThrownBy(() -> NativeFile.open(link, false)).isInstanceOf(SegmentException.class)
                .hasMessageContaining(link.toString());
        assertThat(FileStatus.of(link).isRegular()).isFalse();
        assertThat(FileStatus.of(link).isSameFile(FileStatus.of(path))).isFalse();
    }

    @Test
    void theSameFileIsRecognisedUnderAnotherNameAndNotAfterItWasReplaced() throws IOException {
        try (NativeFile file = NativeFile.create(path, 0600)) {
            Files.createLink(directory.resolve("other"), path);
            assertThat(file.status().isSameFile(FileStatus.of(directory.resolve("other")))).isTrue();
            Files.delete(path);
            NativeFile.create(path, 0600).close();
            assertThat(file.status().isSameFile(FileStatus.of(path))).isFalse();
            assertThat(file.status().isSameFile(null)).isFalse();
        }
    }

    @Test
    void closingTwiceDoesNotCloseWhatGotTheNumberSince() {
        NativeFile first = NativeFile.create(path, 0600);
        first.close();
        try (NativeFile second = NativeFile.open(path, false)) {
            first.close();
            assertThat(second.status().isRegular()).isTrue();
        }
    }

    @Test
    void twoDescriptionsOfOneProcessSeeEachOtherAndNotThemselves() {
        NativeFile.create(path, 0600).close();
        try (LockFile one = LockFile.open(path);
                LockFile other = LockFile.open(path);
                LockFile lockQueries = LockFile.openForQueries(path)) {
            assertThat(one.tryLock(BYTE, 1)).isTrue();
            assertThat(one.tryLock(BYTE, 1)).isTrue();
            assertThat(one.lockedByOther(BYTE, 1)).isNull();
            assertThat(other.tryLock(BYTE, 1)).isFalse();
            assertThat(other.lockedByOther(BYTE, 1)).isEqualTo(new LockedRange(BYTE, 1));
            assertThat(lockQueries.isLockedByOther(BYTE, 1)).isTrue();
            assertThat(lockQueries.isLockedByOther(BYTE + 1, 1)).isFalse();
            assertThat(other.tryLock(BYTE + 1, 1)).isTrue();
            assertThat(lockQueries.lockedByOther(BYTE, 128).isOneByte()).isTrue();
            assertThat(other.tryLock(BYTE, 128)).isFalse();
            one.unlock(BYTE, 1);
            assertThat(other.tryLock(BYTE, 128)).isTrue();
            assertThat(lockQueries.lockedByOther(BYTE + 5, 1)).isEqualTo(new LockedRange(BYTE, 128));
        }
    }

    @Test
    void aFileIsCreatedUnlessItExistsAndHeldByOneDescription() {
        try (LockFile lock = LockFile.hold(path, holders -> new IllegalStateException(holders.toString()))) {
            assertThat(FileStatus.of(path).permissions()).isEqualTo(0600);
            assertThatThrownBy(() -> LockFile.hold(path, holders -> new IllegalStateException("held by " + holders)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("held by [" + ProcessHandle.current().pid() + "]");
            assertThat(lock.isLockedByOther(0, 1)).isFalse();
        }
        LockFile.hold(path, holders -> new IllegalStateException(holders.toString())).close();
        Path nowhere = directory.resolve("no/where");
        assertThatThrownBy(() -> LockFile.hold(nowhere, holders -> new IllegalStateException(holders.toString())))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("cannot create " + nowhere + ": its directory vanished");
    }

    @Test
    void aClosedDescriptionHoldsNothing() {
        NativeFile.create(path, 0600).close();
        LockFile one = LockFile.open(path);
        one.tryLock(BYTE, 1);
        one.close();
        one.close();
        one.unlock(BYTE, 1);
        try (LockFile other = LockFile.open(path)) {
            assertThat(other.isLockedByOther(BYTE, 1)).isFalse();
            assertThat(other.tryLock(BYTE, 1)).isTrue();
        }
    }

    @Test
    void aLockEndsWithTheProcessThatWasKilled() {
        NativeFile.create(path, 0600).close();
        try (ChildJvm child = ChildJvm.start(LockMain.class, path, BYTE);
                LockFile own = LockFile.open(path)) {
            assertThat(child.readLine()).isEqualTo("true");
            assertThat(own.lockedByOther(BYTE, 1)).isEqualTo(new LockedRange(BYTE, 1));
            assertThat(own.tryLock(BYTE, 1)).isFalse();
            child.kill();
            assertThat(own.isLockedByOther(BYTE, 1)).isFalse();
            assertThat(own.tryLock(BYTE, 1)).isTrue();
        }
    }

    @Test
    void aLockWithoutAnEndIsNotTakenForNone() {
        NativeFile.create(path, 0600).close();
        try (ChildJvm child = ChildJvm.start(FileLockMain.class, path, 0, 0);
                LockFile own = LockFile.open(path)) {
            assertThat(child.readLine()).isEqualTo("locked");
            assertThat(own.lockedByOther(BYTE, 1)).isEqualTo(new LockedRange(0, LockedRange.TO_THE_END));
            assertThat(own.lockedByOther(BYTE, 1).isOneByte()).isFalse();
            assertThat(own.lockedByOther(BYTE, 1)).hasToString("byte 0 to the end");
            assertThat(own.tryLock(BYTE, 1)).isFalse();
        }
    }

    @Test
    void processesWithLocksThatOverlapARangeAreFound() {
        NativeFile.create(path, 0600).close();
        long self = ProcessHandle.current().pid();
        try (ChildJvm description = ChildJvm.start(LockMain.class, path, BYTE);
                ChildJvm posix = ChildJvm.start(FileLockMain.class, path, BYTE + 10, 10);
                LockFile own = LockFile.open(path)) {
            assertThat(description.readLine()).isEqualTo("true");
            assertThat(posix.readLine()).isEqualTo("locked");
            assertThat(own.holders(0, LockedRange.TO_THE_END)).containsExactlyInAnyOrder(description.pid(),
                    posix.pid());
            assertThat(own.holders(0, BYTE)).isEmpty();
            assertThat(own.holders(BYTE, 1)).containsExactly(description.pid());
            assertThat(own.holders(BYTE + 1, 9)).isEmpty();
            assertThat(own.holders(BYTE + 1, 10)).containsExactly(posix.pid());
            assertThat(own.holders(BYTE + 19, 5)).containsExactly(posix.pid());
            assertThat(own.holders(BYTE + 20, LockedRange.TO_THE_END)).isEmpty();
            assertThat(own.tryLock(BYTE + 20, LockedRange.TO_THE_END - BYTE - 20)).isTrue();
            assertThat(own.holders(BYTE + 1000, 1)).containsExactly(self);
        }
    }

    @Test
    void aRangeIsDescribedByItsBytes() {
        assertThat(new LockedRange(5, 1)).hasToString("byte 5");
        assertThat(new LockedRange(5, 2)).hasToString("bytes 5 to 6");
        assertThat(new LockedRange(5, LockedRange.TO_THE_END)).hasToString("byte 5 to the end");
        assertThat(new LockedRange(5, Long.MAX_VALUE - 5).overlaps(new LockedRange(0, 5))).isFalse();
    }

    @Test
    void aPlatformWithoutSupportIsNamed() {
        assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_X86_64);
        assertThat(Platform.of("Linux", "aarch64")).isEqualTo(Platform.LINUX_AARCH64);
        assertThatThrownBy(() -> Platform.of("Mac OS X", "aarch64")).has(reason(Reason.UNAVAILABLE))
                .hasMessageContaining("Mac OS X aarch64");
        assertThat(Platform.require()).isNotNull();
    }
}
