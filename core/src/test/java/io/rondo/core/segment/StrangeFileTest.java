package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.RondoException;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertRefused(RondoException.class);
        assertThatThrownBy(() -> store.observe("x")).hasMessageContainingAll(file.toString(), "it is a " + what,
                "move it out of the way", "another name");
    }

    private void assertRefused(Class<? extends RondoException> expected) {
        List<String> before = files(directory);
        for (Role role : Role.values()) {
            assertThatThrownBy(() -> store.attach("x", role, QUEUE)).isInstanceOf(expected)
                    .hasMessageContaining("x").message().doesNotContain("\n");
        }
        assertThatThrownBy(() -> store.observe("x")).isInstanceOf(expected).hasMessageContaining("x");
        assertThat(files(directory)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, 4096, 131_072, 135_167, 135_169, 1 << 20})
    void aTruncatedOrExtendedSegment(long length) throws IOException {
        store.attach("x", Role.PRODUCER, QUEUE).close();
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(length);
        }
        assertRefused(CorruptSegmentException.class);
        store.remove("x");
    }

    @Test
    void aFileWithSomethingElse() throws IOException {
        Files.write(file, new byte[200_000]);
        assertRefused(CorruptSegmentException.class);
        store.remove("x");
        store.attach("x", Role.PRODUCER, QUEUE).close();
    }

    @Test
    void aRenamedSegment() throws IOException {
        store.attach("y", Role.PRODUCER, QUEUE).close();
        Files.move(directory.resolve("y.ring"), file);
        assertThatThrownBy(() -> store.observe("x")).isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("'y'");
        assertRefused(CorruptSegmentException.class);
    }

    @Test
    void aDirectory() throws IOException {
        Files.createDirectory(file);
        assertRefused(RondoException.class);
        assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> store.observe("x")).hasMessageContainingAll(file.toString(), "a directory",
                "move it out of the way").message().doesNotContain("rondo rm");
        assertThatThrownBy(() -> store.remove("x")).isInstanceOf(RondoException.class)
                .hasMessageContainingAll(file.toString(), "it is a directory", "move it out of the way");
    }

    @Test
    void aPipe() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor()).isZero();
        assertRefused(RondoException.class);
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
        assertThatThrownBy(() -> store.attach("x", Role.PRODUCER, QUEUE)).isInstanceOf(RondoException.class)
                .hasMessageContaining(directory.toString());
        assertThatThrownBy(() -> store.observe("x")).isInstanceOf(RondoException.class);
        assertThat(store.directory().channels()).isEmpty();
        assertThat(store.clean(false, true)).isEmpty();
        Files.createDirectory(directory);
    }
}
