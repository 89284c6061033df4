package io.rondo.client.socket;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Owners of channels in a directory of the test's own. */
abstract class OwnerFixture {
    static final String QUEUE = "q";
    static final String TOPIC = "t";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<Rondo> open = new ArrayList<>();
    /** Owners stay reachable as long as the test runs. */
    private final List<AutoCloseable> owners = new ArrayList<>();

    @AfterEach
    final void disconnect() {
        open.reversed().forEach(Rondo::close);
        owners.clear();
    }

    final Path directory() {
        return directory;
    }

    final RondoConfig.Builder config(SocketIo io) {
        return RondoConfig.builder().directory(directory).transport(Transport.AUTO).socketIo(io);
    }

    final Rondo connect(RondoConfig config) {
        Rondo rondo = Rondo.connect(config);
        open.add(rondo);
        return rondo;
    }

    /** Whoever connects uses sockets. */
    final Rondo peer(SocketIo io) {
        return connect(config(io).transport(Transport.SOCKET).build());
    }

    final Subscriber ownQueue(SocketIo io) {
        return kept(connect(config(io).build()).subscriber(QUEUE, options(ChannelKind.QUEUE)));
    }

    final Publisher ownTopic(SocketIo io) {
        return kept(connect(config(io).build()).publisher(TOPIC, options(ChannelKind.TOPIC)));
    }

    /** Keeps an owner reachable. */
    final <T extends AutoCloseable> T kept(T owner) {
        owners.add(owner);
        return owner;
    }

    static ChannelOptions options(ChannelKind kind) {
        return ChannelOptions.builder().kind(kind).capacity(1 << 16).linger(Duration.ofMillis(200)).build();
    }

    final RawPeer raw(String channel) throws java.io.IOException {
        return RawPeer.connect(directory, channel);
    }
}
