package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.os.UnixSocket.Content;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private static final int BACKLOG = 4;

    @TempDir
    private Path directory;

    @Test
    void isReadableOnceAPeerHasConnected() throws Exception {
        Path path = directory.resolve("s");
        try (UnixSocket socket = UnixSocket.listen(path, BACKLOG);
                UnixSocket other = UnixSocket.listen(directory.resolve("o"), BACKLOG);
                DescriptorPoll poll = new DescriptorPoll(2)) {
            poll.add(other.descriptor());
            poll.add(socket.descriptor());
            assertThat(poll.await(0)).isFalse();
            try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                poll.clear();
                poll.add(other.descriptor());
                poll.add(socket.descriptor());
                assertThat(poll.await(TimeUnit.MINUTES.toNanos(1))).isTrue();
                assertThat(poll.isReady(0)).isFalse();
                assertThat(poll.isReady(1)).isTrue();
            }
        }
    }

    @Test
    void aConnectionIsAtItsEndOnceThePeerHasClosedAndEverythingIsRead() throws Exception {
        Path path = directory.resolve("s");
        try (UnixSocket socket = UnixSocket.listen(path, BACKLOG)) {
            assertThat(socket.accept()).isNull();
            SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path));
            try (UnixSocket accepted = socket.accept()) {
                assertThat(accepted.content()).isEqualTo(Content.NONE);
                peer.close();
                assertThat(accepted.content()).isEqualTo(Content.END);
            }
            SocketChannel sender = SocketChannel.open(UnixDomainSocketAddress.of(path));
            try (UnixSocket accepted = socket.accept()) {
                sender.write(ByteBuffer.wrap(new byte[1]));
                sender.close();
                assertThat(accepted.content()).isEqualTo(Content.SOME);
            }
        }
    }

    @Test
    void aClosedOneRefusesPeersAndHasNoDescriptor() throws Exception {
        Path path = directory.resolve("s");
        UnixSocket socket = UnixSocket.listen(path, BACKLOG);
        socket.close();
        socket.close();
        assertThat(socket.descriptor()).isNegative();
        assertThatThrownBy(socket::take).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SocketChannel.open(UnixDomainSocketAddress.of(path)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aPathThatExistsOrIsTooLongIsNamed() throws Exception {
        Path taken = Files.createFile(directory.resolve("taken"));
        assertThatThrownBy(() -> UnixSocket.listen(taken, BACKLOG)).isInstanceOf(IOException.class)
                .hasMessage("bind " + taken + ": Address already in use");
        Path longest = directory.resolve("x".repeat(108));
        assertThatThrownBy(() -> UnixSocket.listen(longest, BACKLOG)).isInstanceOf(IOException.class)
                .hasMessageContaining(
                        longest + "' has " + UnixAddress.pathBytes(longest) + " bytes: use a path of 1 to 107 bytes");
    }
}
