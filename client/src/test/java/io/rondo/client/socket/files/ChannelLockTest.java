package io.rondo.client.socket.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.crash.SmallJvm;
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
    void processesWithSwappedDirectoriesDoNotDeadlock() throws Exception {
        try (ChildJvm first = SmallJvm.CLIENT.start(directory, LockMain.class, one, two, 1000);
                ChildJvm second = SmallJvm.CLIENT.start(directory, LockMain.class, two, one, 1000)) {
            first.expect("ready");
            second.expect("ready");
            first.send("go");
            second.send("go");
            first.expect("done");
            second.expect("done");
        }
    }

    @Test
    void theFileModeIsIndependentOfTheUmask() throws IOException {
        assertThat(ChannelLock.of("x", one).call(() -> Files.getPosixFilePermissions(lock())))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }

    @Test
    void aResultIsReturnedEvenIfTheLockFileCannotBeDeleted() throws IOException {
        assertThat(ChannelLock.of("x", one).call(() -> {
            Files.delete(lock());
            Files.createDirectories(lock().resolve("full"));
            return "result";
        })).isEqualTo("result");
    }

    @Test
    void aLinkInPlaceOfTheLockFileIsRefusedAndItsTargetStaysAsItIs() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Files.createSymbolicLink(lock(), target);
        assertThatExceptionOfType(RondoException.class)
                .isThrownBy(() -> ChannelLock.of("x", one).call(() -> "result"))
                .withMessage("cannot open " + lock() + ": it is a symbolic link, not a file: move it out of the way");
        assertThat(target).hasContent("precious");
    }

    @Test
    void aLinkToNothingIsRefusedAndCreatesNothing() throws IOException {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(lock(), target);
        assertThatExceptionOfType(RondoException.class)
                .isThrownBy(() -> ChannelLock.of("x", one).call(() -> "result")).withMessageContaining("symbolic link");
        assertThat(target).doesNotExist();
    }

    /** Gives the directory to a group of both users. */
    private void shareWithGroup() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(one, "unix:gid", GROUP);
        Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxrwx---"));
    }

    @Test
    void aDeniedLockFileIsReportedWithItsOwner() throws Exception {
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
    void aLockFileLeftByAKilledProcessIsUsableByTheGroup() throws Exception {
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

    @Test
    void onAFullFileSystemStepsThatReadRunAndOthersFail() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "nr_inodes=1,mode=0700", "tmpfs", one.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        try {
            ChannelLock lock = ChannelLock.of("x", one);
            assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> lock.call(() -> "changed"))
                    .withMessageContaining(lock().toString()).withMessageContaining("no space left");
            assertThat(lock.callReading(() -> "read")).isEqualTo("read");
        } finally {
            assertThat(run("umount", one.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }
}
