package io.rondo.client.socket.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.SocketTransport;
import io.rondo.client.socket.owner.OwnerMain;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Task;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creation, replacement and removal of sockets' files. */
class SocketFileTest {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final String CHANNEL = "x";

    @TempDir
    private Path directory;

    /** A listening socket that leaves its file when it is closed. */
    private static final class Listening implements SocketFile.Binding, AutoCloseable {
        private ServerSocketChannel server;

        @Override
        public void bind(Path at) throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(at));
        }

        @Override
        public void close() {
            stop();
        }

        void stop() {
            try {
                if (server != null) {
                    server.close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private SocketFile file() {
        return SocketFile.of(directory, CHANNEL);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void holdsTheChannelLockWhileBinding() {
        try (Listening socket = new Listening()) {
            file().bind(at -> {
                try (ChildJvm other = SmallJvm.CLIENT.start(directory, LockProbeMain.class,
                        directory.resolve(CHANNEL + "@lock"))) {
                    other.expect("locked");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                socket.bind(at);
            }, OWN, BindPrecondition.NONE);
        }
    }

    @Test
    void setsTheModeAndLeavesNoOtherFile() throws IOException {
        SocketFile file = file();
        try (Listening socket = new Listening()) {
            file.bind(socket, PosixFilePermissions.fromString("rw-rw----"), BindPrecondition.NONE);
            assertThat(files()).containsExactly("x.sock");
            assertThat(Files.getPosixFilePermissions(file.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(file.isLive()).isTrue();
            file.remove(socket::stop);
        }
        assertThat(files()).isEmpty();
        assertThat(file.isLive()).isFalse();
    }

    @Test
    void replacesADeadOwnersSocket() throws IOException {
        try (Listening dead = new Listening(); Listening living = new Listening()) {
            file().bind(dead, OWN, BindPrecondition.NONE);
            dead.stop();
            assertThat(files()).containsExactly("x.sock");
            file().bind(living, OWN, BindPrecondition.NONE);
            assertThat(file().isLive()).isTrue();
        }
    }

    @Test
    void neverReplacesALiveOwnersSocket() throws IOException {
        try (Listening living = new Listening(); Listening other = new Listening()) {
            file().bind(living, OWN, BindPrecondition.NONE);
            assertThatThrownBy(() -> file().bind(other, OWN, BindPrecondition.NONE))
                    .isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining(file().path().toString());
            assertThat(file().isLive()).isTrue();
        }
        assertThat(files()).containsExactly("x.sock");
    }

    @Test
    void exactlyOneOfRacingOwnersBindsEvenOverAStaleSocket() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Listening> sockets = new ArrayList<>();
            List<Task<Boolean>> owners = new ArrayList<>();
            CyclicBarrier start = new CyclicBarrier(8);
            for (int owner = 0; owner < 8; owner++) {
                Listening socket = new Listening();
                sockets.add(socket);
                owners.add(Task.start(() -> {
                    start.await();
                    try {
                        file().bind(socket, OWN, BindPrecondition.NONE);
                        return true;
                    } catch (ChannelInUseException e) {
                        return false;
                    }
                }));
            }
            int winners = 0;
            for (Task<Boolean> owner : owners) {
                winners += owner.join() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            assertThat(files()).containsExactly("x.sock");
            // As a kill does, leaves the file for the next round.
            sockets.forEach(Listening::stop);
        }
    }

    @Test
    void aFileThatIsNoSocketStays() throws Exception {
        Files.writeString(file().path(), "precious");
        try (Listening socket = new Listening()) {
            assertThatThrownBy(() -> file().bind(socket, OWN, BindPrecondition.NONE)).isInstanceOf(RondoException.class)
                    .hasMessageContaining("not a socket").hasMessageContaining(file().path().toString());
            assertThat(file().path()).hasContent("precious");
            Files.delete(file().path());
            assertThat(new ProcessBuilder("mkfifo", file().path().toString()).start().waitFor()).isZero();
            assertThatThrownBy(() -> file().bind(socket, OWN, BindPrecondition.NONE)).isInstanceOf(RondoException.class)
                    .hasMessageContaining("not a socket");
        }
        assertThat(files()).containsExactly("x.sock");
    }

    @Test
    void closingRemovesOnlyTheOwnFile() throws IOException {
        SocketFile replaced = file();
        try (Listening first = new Listening(); Listening second = new Listening()) {
            replaced.bind(first, OWN, BindPrecondition.NONE);
            // Removed by hand although the owner lives.
            Files.delete(replaced.path());
            file().bind(second, OWN, BindPrecondition.NONE);
            replaced.remove(first::stop);
            assertThat(file().isLive()).isTrue();
        }
    }

    @Test
    void aClosingListenerKeepsItsSuccessorsFile() throws IOException {
        for (SocketIo family : List.of(SocketIo.EPOLL, SocketIo.NIO)) {
            SocketTransport sockets = new SocketTransport(directory,
                    RondoConfig.builder().socketIo(family).build());
            Subscriber replaced = sockets.ownQueue(CHANNEL, ChannelSettings.DEFAULTS, BindPrecondition.NONE);
            Files.delete(file().path());
            Subscriber next = sockets.ownQueue(CHANNEL, ChannelSettings.DEFAULTS, BindPrecondition.NONE);
            replaced.close();
            assertThat(file().isLive()).isTrue();
            next.close();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void anInterruptedThreadBindsAndRemoves() throws IOException {
        SocketFile file = file();
        try (Listening socket = new Listening()) {
            Thread.currentThread().interrupt();
            file.bind(socket, OWN, BindPrecondition.NONE);
            file.remove(() -> {});
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aPathThatIsTooLongIsReported() {
        Path deep = Path.of("/" + "d".repeat(99));
        assertThat(SocketFile.of(deep, "c").path().toString()).hasSize(107);
        assertThatThrownBy(() -> SocketFile.of(deep, "cc")).isInstanceOf(RondoException.class)
                .hasMessageContaining("108").hasMessageContaining("RONDO_SOCKET_DIR");
    }

    @Test
    void aKilledOwnersSocketIsReplacedAndAStoppedOwnersIsNot() throws Exception {
        SocketTransport sockets = new SocketTransport(directory, RondoConfig.builder().build());
        try (ChildJvm owner = SmallJvm.CLIENT.start(directory, OwnerMain.class, "private-queue", CHANNEL)) {
            owner.expect("ready");
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(owner.pid())).start().waitFor()).isZero();
            assertThatThrownBy(
                    () -> sockets.ownQueue(CHANNEL, ChannelSettings.DEFAULTS, BindPrecondition.NONE))
                    .isInstanceOf(ChannelInUseException.class).hasMessageContaining(file().path().toString());
            owner.kill();
        }
        assertThat(files()).containsExactly("x.sock");
        sockets.ownQueue(CHANNEL, ChannelSettings.DEFAULTS, BindPrecondition.NONE).close();
        assertThat(files()).isEmpty();
    }
}
