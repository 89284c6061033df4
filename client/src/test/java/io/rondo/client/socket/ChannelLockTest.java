package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a channel between processes and users. */
class ChannelLockTest {
    private static final int GROUP = 4321;

    @TempDir
    private Path directory;
    @TempDir
    private Path classes;
    private Path one;
    private Path two;

    @BeforeEach
    void makeDirectories() throws IOException {
        one = Files.createDirectory(directory.resolve("one"));
        two = Files.createDirectory(directory.resolve("two"));
    }

    private Path lock() {
        return one.resolve("x@lock");
    }

    @Test
    void twoProcessesWhoseDirectoriesAreSwappedDoNotWaitForEachOther() throws Exception {
        try (ChildJvm first = ChildJvm.start(directory, LockMain.class, one, two, 1000);
                ChildJvm second = ChildJvm.start(directory, LockMain.class, two, one, 1000)) {
            first.expect("ready");
            second.expect("ready");
            first.send("go");
            second.send("go");
            first.expect("done");
            second.expect("done");
        }
    }

    @Test
    void theFileHasItsModeWhateverTheUmaskIs() throws IOException {
        assertThat(ChannelLock.of("x", one).call(() -> Files.getPosixFilePermissions(lock())))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }

    @Test
    void aFileThatCannotBeDeletedAfterTheStepDoesNotDiscardTheResult() throws IOException {
        assertThat(ChannelLock.of("x", one).call(() -> {
            Files.delete(lock());
            Files.createDirectories(lock().resolve("full"));
            return "result";
        })).isEqualTo("result");
    }

    /** The directory belongs to a group, and both users are in it. */
    private void shareWithGroup() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(one, "unix:gid", GROUP);
        Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxrwx---"));
    }

    @Test
    void aFileThatItsModeClosesToAnotherUserIsNamedWithItsOwner() throws Exception {
        OtherUser other = OtherUser.of(classes);
        shareWithGroup();
        Files.createFile(lock(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try (ChildJvm process = other.startIn(GROUP, LockMain.class, one, one, 1)) {
            process.expect("ready");
            process.send("go");
            assertThat(process.answer()).startsWith("AccessException: ").contains(lock().toString()).contains("uid 0")
                    .contains("remove it");
        }
    }

    @Test
    void aFileThatAKilledProcessLeftLetsTheOtherUsersOfTheGroupIn() throws Exception {
        OtherUser other = OtherUser.of(classes);
        shareWithGroup();
        ChannelLock.of("x", one).call(() -> Files.createLink(two.resolve("copy"), lock()));
        Files.move(two.resolve("copy"), lock());
        Files.setAttribute(lock(), "unix:gid", GROUP);
        try (ChildJvm process = other.startIn(GROUP, LockMain.class, one, one, 1)) {
            process.expect("ready");
            process.send("go");
            process.expect("done");
        }
        assertThat(lock()).doesNotExist();
    }
}
