package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connection over which another process passes descriptors. Nothing that it sends is trusted. */
@Timeout(60)
class DescriptorSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private NativeFile file() {
        return NativeFile.create(directory.resolve("file"), 0600);
    }

    @Test
    void descriptorsArriveWithTheirBytesAndAreOfTheSameFile() throws IOException {
        List<DescriptorSocket> sockets = DescriptorSocket.pair(PATIENCE);
        try (NativeFile sent = file(); DescriptorSocket from = sockets.get(0); DescriptorSocket to = sockets.get(1)) {
            DescriptorSocket.send(from.fd(), new byte[]{7}, Collections.nCopies(3, sent));
            byte[] bytes = new byte[10];
            assertThat(to.receive(bytes, 2, 8)).isOne();
            assertThat(bytes[2]).isEqualTo((byte) 7);
            List<NativeFile> received = to.takeDescriptors();
            assertThat(received).hasSize(3).allMatch(file -> file.status().isSameFile(sent.status()));
            received.forEach(NativeFile::close);
        }
    }

    @Test
    void descriptorsOfManyMessagesTogetherAreLimited() throws IOException {
        List<DescriptorSocket> sockets = DescriptorSocket.pair(PATIENCE);
        try (NativeFile sent = file(); DescriptorSocket from = sockets.get(0); DescriptorSocket to = sockets.get(1)) {
            byte[] one = new byte[1];
            DescriptorSocket.send(from.fd(), one, Collections.nCopies(8, sent));
            to.receive(one, 0, 1);
            DescriptorSocket.send(from.fd(), one, List.of(sent));
            assertThatThrownBy(() -> to.receive(one, 0, 1)).isInstanceOfSatisfying(SegmentException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT)).hasMessageContaining("more than 8");
        }
    }

    @Test
    void descriptorsThatTheKernelDropsAreNoticed() throws IOException {
        List<DescriptorSocket> sockets = DescriptorSocket.pair(PATIENCE);
        try (NativeFile sent = file(); DescriptorSocket from = sockets.get(0); DescriptorSocket to = sockets.get(1)) {
            byte[] one = new byte[1];
            // More than the receiver has room for: the kernel marks the message as truncated.
            DescriptorSocket.send(from.fd(), one, Collections.nCopies(11, sent));
            assertThatThrownBy(() -> to.receive(one, 0, 1)).isInstanceOfSatisfying(SegmentException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE)).hasMessageContaining("security module");
        }
    }

    @Test
    void aSenderThatNeverEndsDoesNotExtendTheDeadline() throws Exception {
        Path path = directory.resolve("x.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Thread sender = Thread.ofPlatform().daemon().start(() -> {
                try (SocketChannel channel = server.accept()) {
                    while (true) {
                        channel.write(ByteBuffer.allocate(1));
                    }
                } catch (IOException e) {
                    // The receiver has closed.
                }
            });
            try (DescriptorSocket socket = DescriptorSocket.connect(path, Duration.ofMillis(200))) {
                byte[] bytes = new byte[1];
                assertThatThrownBy(() -> {
                    while (socket.receive(bytes, 0, 1) == 1) {
                        assertThat(bytes).containsExactly(0);
                    }
                }).isInstanceOf(IOException.class).hasMessageContaining("does not answer");
            }
            sender.join();
        }
    }

    @Test
    void aPathWithoutAListenerIsReported() {
        assertThatThrownBy(() -> DescriptorSocket.connect(directory.resolve("none.sock"), PATIENCE))
                .isInstanceOf(ConnectException.class).hasMessageContaining("none.sock");
    }
}
