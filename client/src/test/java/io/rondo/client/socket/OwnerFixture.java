package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Owners of channels in the test's own directory. */
abstract class OwnerFixture {
    static final String QUEUE = "q";
    static final String TOPIC = "t";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<Rondo> open = new ArrayList<>();
    /** Keeps the owners reachable during the test. */
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

    /** A Rondo that uses sockets only. */
    final Rondo peer(SocketIo io) {
        return connect(config(io).transport(Transport.SOCKET).build());
    }

    final Subscriber ownQueue(SocketIo io) {
        return kept(Channels.subscriber(connect(config(io).build()), QUEUE, options(ChannelKind.QUEUE)));
    }

    final Publisher ownTopic(SocketIo io) {
        return kept(Channels.publisher(connect(config(io).build()), TOPIC, options(ChannelKind.TOPIC)));
    }

    /** Keeps an owner reachable. */
    final <T extends AutoCloseable> T kept(T owner) {
        owners.add(owner);
        return owner;
    }

    static ChannelSettings options(ChannelKind kind) {
        return ChannelSettings.DEFAULTS.kind(kind).capacity(1 << 16).linger(Duration.ofMillis(200));
    }

    final RawPeer raw(String channel) throws java.io.IOException {
        return RawPeer.connect(directory, channel);
    }
}
