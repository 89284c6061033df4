package io.rondo.client.descriptor;

import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Owners with directories of segments of their own, and a peer that shares only the directory of sockets with them. */
abstract class SeparateDirectories {
    static final String CHANNEL = "x";
    static final int CAPACITY = 4096;

    @TempDir(factory = SharedMemoryDirectory.class)
    Path directory;
    private final List<Rondo> open = new ArrayList<>();
    /** An unreachable endpoint would be closed. */
    private final List<Object> kept = new ArrayList<>();

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : List.of("peer", "first", "second", "sockets")) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @AfterEach
    void disconnect() {
        open.reversed().forEach(Rondo::close);
    }

    final Rondo connect(String segments, Transport transport, SocketIo io) {
        Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.resolve(segments)).socketIo(io)
                .socketDirectory(directory.resolve("sockets")).transport(transport).build());
        open.add(rondo);
        return rondo;
    }

    final Queue queue(String segments) {
        return connect(segments, Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).capacity(CAPACITY);
    }

    final Topic topic(String segments) {
        return connect(segments, Transport.AUTO, SocketIo.AUTO).topic(CHANNEL).capacity(CAPACITY);
    }

    final Publisher publisher() {
        return kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).queue(CHANNEL).publisher());
    }

    final <T> T kept(T endpoint) {
        kept.add(endpoint);
        return endpoint;
    }

    static void awaitConnected(Publisher out, long number) {
        Watchdog.await("the owner", () -> out.tryPublish(Messages.of(number), 0, Messages.LENGTH) > 0);
    }

    /** Publishes 0 until there is no owner; returns the sequence of the last message, 0 if none was published. */
    static long awaitDisconnected(Publisher out) {
        long[] last = new long[1];
        Watchdog.await("the end of the owner", () -> {
            long result = out.tryPublish(Messages.of(0), 0, Messages.LENGTH);
            last[0] = Math.max(last[0], result);
            return result == Publisher.NOT_CONNECTED;
        });
        return last[0];
    }

    static List<Long> take(Subscriber in, int count) {
        Received received = new Received();
        while (received.numbers().size() < count) {
            Messages.receive(in, received);
        }
        return received.numbers();
    }

    /** Removes a directory of segments from the view of other owners, as in a container of its own. */
    final void hide(String segments) throws IOException {
        Files.move(directory.resolve(segments), directory.resolve("hidden-" + segments));
    }

    /** Reverses {@link #hide}. */
    final void show(String segments) throws IOException {
        Files.move(directory.resolve("hidden-" + segments), directory.resolve(segments));
    }

    /** The file of the segment of an owner. */
    final Path segment(String segments) {
        return directory.resolve(segments).resolve(CHANNEL + ".ring");
    }
}
