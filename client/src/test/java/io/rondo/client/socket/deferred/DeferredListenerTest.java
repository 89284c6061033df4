package io.rondo.client.socket.deferred;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.ListenerOptions;
import io.rondo.client.socket.owner.TakenSockets;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeferredListenerTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<DeferredListener> open = new ArrayList<>();
    /** One permit per start. */
    private final Semaphore starts = new Semaphore(0);

    @AfterEach
    void close() {
        open.forEach(listener -> listener.close(0));
    }

    private DeferredListener open(String channel, Function<TakenSockets, Listener> starter) {
        DeferredListener opened = DeferredListener.open(channel, SocketFile.of(directory, channel),
                new ListenerOptions(false, 1, Set.of(), Set.of(), PosixFilePermissions.fromString("rw-------"),
                        BindPrecondition.NONE),
                starter);
        open.add(opened);
        return opened;
    }

    private Listener countStart(TakenSockets sockets) {
        starts.release();
        return null;
    }

    private SocketChannel connect(String channel) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.of(directory, channel).path()));
    }

    private SocketChannel send(String channel) throws IOException {
        SocketChannel peer = connect(channel);
        peer.write(ByteBuffer.wrap(new byte[1]));
        return peer;
    }

    @Test
    void startsTheListenerOfTheChannelThatAPeerSendsTo() throws Exception {
        open("a", socket -> {
            throw new AssertionError("nothing was sent");
        });
        open("b", this::countStart);
        try (SocketChannel _ = send("b")) {
            starts.acquire();
        }
    }

    @Test
    void startsTheListenersOfManyChannels() throws Exception {
        int channels = 100;
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            open("c" + i, this::countStart);
        }
        try {
            for (int i = channels - 1; i >= 0; i--) {
                peers.add(send("c" + i));
            }
            starts.acquire(channels);
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void startsNoListenerForProcessesThatOnlyLookWhetherItListens() throws Exception {
        open("a", this::countStart);
        for (int i = 0; i < 3; i++) {
            connect("a").close();
        }
        try (SocketChannel _ = send("a")) {
            starts.acquire();
            assertThat(starts.tryAcquire()).isFalse();
        }
    }

    @Test
    void startsTheListenerForASecondPeerWhileTheFirstOneIsSilent() throws Exception {
        open("a", this::countStart);
        try (SocketChannel _ = connect("a"); SocketChannel _ = send("a")) {
            starts.acquire();
        }
    }

    @Test
    void startsTheListenerForManySilentPeers() throws Exception {
        open("a", this::countStart);
        List<SocketChannel> peers = new ArrayList<>();
        try {
            for (int i = 0; i < DeferredListener.MOST_DESCRIPTORS; i++) {
                peers.add(connect("a"));
            }
            starts.acquire();
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void triesAgainToStartAListenerThatFailed() throws Exception {
        open("a", socket -> {
            starts.release();
            throw new IllegalStateException("no memory");
        });
        try (SocketChannel _ = send("a")) {
            starts.acquire(2);
        }
    }

    @Test
    void bindsItsSocketAgainAfterAStartThatFailedWithTheDescriptors() throws Exception {
        open("a", sockets -> {
            if (sockets != null) {
                throw new IllegalStateException("no memory");
            }
            starts.release();
            return null;
        });
        try (SocketChannel _ = send("a")) {
            starts.acquire();
        }
    }

    @Test
    void closesTheConnectionOfASilentPeerAfterTheTimeForAHello() throws Exception {
        open("a", this::countStart);
        try (SocketChannel peer = connect("a")) {
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(starts.tryAcquire()).isFalse();
    }

    @Test
    void removesItsFileIfItIsClosedWithoutAPeer() {
        DeferredListener listener = open("a", this::countStart);
        open.clear();
        listener.close(0);
        assertThat(directory).isEmptyDirectory();
    }
}
