package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.ExpectedReason;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no segment, in the place of one. */
class StrangeFileTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;
    private Path file;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
        file = directory.resolve("x.ring");
    }

    private void assertNoFile(String what) {
        assertRefused(Reason.FAILED, Reason.CORRUPT);
        assertThatThrownBy(() -> store.observe("x")).hasMessageContainingAll(file.toString(), "it is a " + what,
                "move it out of the way", "another name");
    }

    private static Condition<Throwable> anyOf(Reason... expected) {
        return Assertions.anyOf(Arrays.stream(expected).map(ExpectedReason::reason).toList());
    }

    private void assertRefused(Reason... expected) {
        List<String> before = files(directory);
        for (Role role : Role.values()) {
            assertThatThrownBy(() -> store.attach("x", role, QUEUE)).is(anyOf(expected))
                    .hasMessageContaining("x").message().doesNotContain("\n");
        }
        assertThatThrownBy(() -> store.observe("x")).is(anyOf(expected)).hasMessageContaining("x");
        assertThat(files(directory)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, 4096, 65_536, 69_631, 69_633, 1 << 20})
    void aTruncatedOrExtendedSegment(long length) throws IOException {
        store.attach("x", Role.PRODUCER, QUEUE).close();
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(length);
        }
        assertRefused(Reason.CORRUPT);
        store.remove("x");
    }

    @Test
    void aFileWithSomethingElse() throws IOException {
        Files.write(file, new byte[200_000]);
        assertRefused(Reason.CORRUPT);
        store.remove("x");
        store.attach("x", Role.PRODUCER, QUEUE).close();
    }

    @Test
    void aRenamedSegment() throws IOException {
        store.attach("y", Role.PRODUCER, QUEUE).close();
        Files.move(directory.resolve("y.ring"), file);
        assertThatThrownBy(() -> store.observe("x")).has(reason(Reason.CORRUPT))
                .hasMessageContaining("'y'");
        assertRefused(Reason.CORRUPT);
    }

    @Test
    void aDirectory() throws IOException {
        Files.createDirectory(file);
        assertRefused(Reason.FAILED, Reason.CORRUPT);
        assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> store.observe("x")).hasMessageContainingAll(file.toString(), "a directory",
                "move it out of the way").message().doesNotContain("rondo rm");
        assertThatThrownBy(() -> store.remove("x")).isInstanceOf(SegmentException.class)
                .hasMessageContainingAll(file.toString(), "it is a directory", "move it out of the way");
    }

    @Test
    void aPipe() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor()).isZero();
        assertRefused(Reason.FAILED, Reason.CORRUPT);
    }

    @Test
    void aSocket() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(file));
            assertNoFile("socket");
        }
    }

    @Test
    void aSymbolicLink() throws IOException {
        store.attach("y", Role.PRODUCER, QUEUE).close();
        Files.createSymbolicLink(file, directory.resolve("y.ring"));
        assertNoFile("symbolic link");
        Files.delete(file);
        Files.createSymbolicLink(file, directory.resolve("nowhere"));
        assertNoFile("symbolic link");
    }

    @Test
    void aDirectoryThatVanished() throws IOException {
        Files.delete(directory);
        assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).isInstanceOf(SegmentException.class)
                .hasMessageContaining(directory.toString());
        assertThatThrownBy(() -> store.observe("x")).isInstanceOf(SegmentException.class);
        assertThat(store.directory().channels()).isEmpty();
        assertThat(store.clean(false, true)).isEmpty();
        Files.createDirectory(directory);
    }
}
