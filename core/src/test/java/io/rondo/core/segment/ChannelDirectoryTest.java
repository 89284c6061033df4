package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.Platform;
import io.rondo.core.os.Volume;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owners, modes and contents of a directory that are accepted. */
class ChannelDirectoryTest {
    private static final int OTHER_UID = 12_345;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path parent;

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    @Test
    void aDirectoryThatIsNotThereIsCreatedForItsOwnerOnly() {
        Path path = parent.resolve("new");
        ChannelDirectory directory = ChannelDirectory.of(path, null);
        assertThat(directory.path()).isEqualTo(path);
        assertThat(FileStatus.of(path).permissions()).isEqualTo(0700);
        assertThat(directory.channels()).isEmpty();
        assertThat(ChannelDirectory.of(path, null).path()).isEqualTo(path);
    }

    @Test
    void anObserverCreatesNoDirectory() throws IOException {
        Path path = parent.resolve("new");
        ChannelStore store = new ChannelStore(ChannelDirectory.look(path, null));
        assertThat(store.directory().channels()).isEmpty();
        assertThat(store.clean(false, true)).isEmpty();
        store.removeAbandoned();
        assertThat(store.directory().probeLocks().works()).isTrue();
        assertThat(store.directory().volume().type()).isEqualTo(Volume.of(parent).type());
        assertThatThrownBy(() -> store.observe("x")).hasMessageContainingAll("no channel x", path.toString());
        assertThatThrownBy(() -> store.remove("x")).hasMessageContainingAll("no channel x", path.toString());
        assertFiles(parent);
        assertThatThrownBy(() -> ChannelDirectory.look(path.resolve("below"), null))
                .isInstanceOf(SegmentException.class).hasMessageContainingAll(path.toString(), "parent");
    }

    @Test
    void anObserverChecksAnExistingDirectory() throws IOException {
        Path path = Files.createDirectory(parent.resolve("open"));
        assertThat(ChannelDirectory.look(path, null).path()).isEqualTo(path);
        mode(path, "rwxrwxrwx");
        assertThatThrownBy(() -> ChannelDirectory.look(path, null)).has(reason(Reason.ACCESS_DENIED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx----w-", "rwxrwx-wx"})
    void aWorldWritableDirectoryIsRefused(String permissions) throws IOException {
        Path path = Files.createDirectory(parent.resolve("open"));
        mode(path, permissions);
        assertThatThrownBy(() -> ChannelDirectory.of(path, null)).has(reason(Reason.ACCESS_DENIED))
                .hasMessageContaining(path.toString()).hasMessageContaining("mode 0").hasMessageContaining("o-w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxrwx---", "rwxr-xr-x"})
    void aDirectoryOthersCannotWriteToIsAccepted(String permissions) throws IOException {
        Path path = Files.createDirectory(parent.resolve("group"));
        mode(path, permissions);
        ChannelDirectory.of(path, null);
    }

    @Test
    void aStrangersDirectoryIsRefusedUnlessTheStrangerIsNamed() throws Exception {
        assumeTrue(Platform.User.effectiveUid() == 0, "chown needs root");
        Path path = Files.createDirectory(parent.resolve("theirs"));
        assertThat(run("chown", String.valueOf(OTHER_UID), path.toString())).isZero();
        assertThatThrownBy(() -> ChannelDirectory.of(path, null)).has(reason(Reason.ACCESS_DENIED))
                .hasMessageContaining(path.toString()).hasMessageContaining("uid " + OTHER_UID)
                .hasMessageContaining("uid 0");
        assertThatThrownBy(() -> ChannelDirectory.of(path, OTHER_UID + 1)).has(reason(Reason.ACCESS_DENIED));
        ChannelDirectory.of(path, OTHER_UID);
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Path path = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> ChannelDirectory.of(path, null)).isInstanceOf(SegmentException.class)
                .hasMessageContaining(path.toString());
    }

    @Test
    void aMissingParentIsNamed() {
        Path path = parent.resolve("no").resolve("where");
        assertThatThrownBy(() -> ChannelDirectory.of(path, null)).isInstanceOf(SegmentException.class)
                .hasMessageContaining(path.toString()).hasMessageContaining("parent");
    }

    @Test
    void aSymbolicLinkIsFollowedAndWhatItLeadsToIsChecked() throws IOException {
        Path target = Files.createDirectory(parent.resolve("target"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), target);
        assertThat(ChannelDirectory.of(link, null).path()).isEqualTo(target);
        mode(target, "rwxrwxrwx");
        assertThatThrownBy(() -> ChannelDirectory.of(link, null)).has(reason(Reason.ACCESS_DENIED))
                .hasMessageContaining(target.toString());
        Path dangling = Files.createSymbolicLink(parent.resolve("dangling"), parent.resolve("nowhere"));
        assertThatThrownBy(() -> ChannelDirectory.of(dangling, null)).isInstanceOf(SegmentException.class)
                .hasMessageContainingAll("dangling", "leads nowhere");
    }

    @Test
    void aDirectoryThatTakesNoFilesIsNamed() {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isDirectory(proc) && FileStatus.of(proc).uid() == 0, "proc is not mounted");
        ChannelStore store = StoreFixture.store(proc);
        assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).isInstanceOf(SegmentException.class)
                .hasMessage("directory /proc takes no files: set RONDO_DIR to a directory on a tmpfs");
    }

    @Test
    void onlyWhatCanBeAChannelIsListed() throws IOException {
        ChannelStore store = StoreFixture.store(parent);
        store.attach("b", Role.PRODUCER, QUEUE).close();
        store.attach("a", Role.PRODUCER, QUEUE).close();
        for (String other : new String[]{".new-x-1", ".ring", "b.sock", "x.ringx", "a b.ring"}) {
            Files.createFile(parent.resolve(other));
        }
        assertThat(store.directory().channels()).containsExactly("a", "b");
    }

    @Test
    void aFullFileSystemIsNamedAndNothingIsLeft() throws Exception {
        onSmallFileSystem("1m", small -> {
            ChannelStore store = StoreFixture.store(small);
            SegmentSpec large = SegmentSpec.builder().capacity(1 << 20).build();
            assertThatThrownBy(() -> store.attach("large", Role.PRODUCER, large))
                    .has(reason(Reason.NO_SPACE)).hasMessageContaining("large")
                    .hasMessageContaining(String.valueOf((1 << 20) + 65_536)).hasMessageContaining(small.toString())
                    .hasMessageContaining("rondo rm");
            assertFiles(small);
            store.attach("fits", Role.PRODUCER, SegmentSpec.builder().capacity(1 << 19).build()).close();
            assertThatThrownBy(() -> store.attach("second", Role.PRODUCER,
                    SegmentSpec.builder().capacity(1 << 19).build())).has(reason(Reason.NO_SPACE));
            assertFiles(small, "fits.ring");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFileSystemWithoutInodesIsNamedAndNothingIsLeft(int inodes) throws Exception {
        // The root is one; a file another, and its second name one more.
        onSmallFileSystem("1m,nr_inodes=" + inodes, small -> {
            ChannelStore store = StoreFixture.store(small);
            assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).has(reason(Reason.NO_SPACE))
                    .hasMessageContainingAll(small.toString(), "x", "rondo rm", "inodes");
            assertFiles(small);
        });
    }

    @Test
    void twoThatCreateAChannelAtOnceNeedRoomForOne() throws Exception {
        onSmallFileSystem("6m", small -> {
            ChannelStore store = StoreFixture.store(small);
            SegmentSpec large = SegmentSpec.builder().capacity(4 << 20).build();
            for (int round = 0; round < 20; round++) {
                CompletableFuture<Participant> other = CompletableFuture
                        .supplyAsync(() -> store.attach("large", Role.CONSUMER, large));
                store.attach("large", Role.PRODUCER, large).close();
                other.get().close();
                store.remove("large");
                assertFiles(small);
            }
        });
    }

    private interface Check {
        void on(Path directory) throws Exception;
    }

    private void onSmallFileSystem(String size, Check check) throws Exception {
        assumeTrue(Platform.User.effectiveUid() == 0, "mount needs root");
        Path small = Files.createDirectory(parent.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=0700", "tmpfs", small.toString()) == 0,
                "mount is not allowed here");
        try {
            check.on(small);
        } finally {
            assertThat(run("umount", "-l", small.toString())).isZero();
        }
    }
}
