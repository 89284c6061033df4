package io.rondo.perf.competitor.work;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Retry;
import io.rondo.perf.transport.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A list of a Redis server: LPUSH, up to 64 of them sent together, and BRPOP, one message each. The server has no
 * back-pressure. Each LPUSH returns the length of the list, so the sender waits when it is that of a ring.
 */
public final class RedisCompetitor implements Competitor {
    private static final int PIPELINED = 64;
    private static final int CACHE_LINE = 64;

    private final CompetitorSettings settings;
    private final Path socket;
    private final RedisServer server;
    private final List<RedisConnection> connections = new ArrayList<>();

    /** The leading process starts the server. */
    public RedisCompetitor(CompetitorSettings settings) {
        this.settings = settings;
        socket = settings.directory().resolve("redis");
        server = settings.role().leads() ? RedisServer.start(socket) : null;
    }

    private RedisConnection connect() {
        RedisConnection connection = Retry.untilThere(socket.toString(),
                () -> new RedisConnection(socket, settings.point().length()));
        connections.add(connection);
        return connection;
    }

    @Override
    public Sender sender(String channel) {
        return new ListSender(connect(), channel, settings.point().length(), settings.ring() / CACHE_LINE);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        RedisConnection connection = connect();
        byte[] pop = RedisConnection.prefix(1, "BRPOP", channel);
        ByteBuffer forever = ByteBuffer.wrap("0".getBytes(StandardCharsets.US_ASCII));
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        return () -> {
            connection.add(pop, forever.rewind());
            connection.flush();
            connection.number('*');
            connection.string();
            ByteBuffer message = connection.string();
            view.wrap(message);
            reader.read(view, 0, message.remaining());
            return 1;
        };
    }

    @Override
    public void close() {
        CloseHelper.closeAll(connections);
        CloseHelper.closeAll(server);
    }

    /** Adds messages to a list. */
    private static final class ListSender implements Sender {
        private final RedisConnection connection;
        private final byte[] push;
        private final byte[] askLength;
        private final ByteBuffer message;
        private final UnsafeBuffer view;
        private final ByteBuffer name;
        private final int most;
        private int pipelined;
        private long length;

        ListSender(RedisConnection connection, String list, int messageLength, int most) {
            this.connection = connection;
            this.most = most;
            push = RedisConnection.prefix(messageLength, "LPUSH", list);
            name = ByteBuffer.wrap(list.getBytes(StandardCharsets.US_ASCII));
            askLength = RedisConnection.prefix(name.capacity(), "LLEN");
            message = ByteBuffer.allocateDirect(messageLength);
            view = new UnsafeBuffer(message);
        }

        @Override
        public boolean trySend(MessageWriter writer, int size) {
            if (length >= most) {
                flush();
                connection.add(askLength, name.rewind());
                connection.flush();
                length = connection.number(':');
                return false;
            }
            writer.write(view, 0, size);
            connection.add(push, message.rewind());
            pipelined++;
            if (pipelined == PIPELINED || !connection.hasRoom(push.length, size)) {
                flush();
            }
            return true;
        }

        @Override
        public void flush() {
            connection.flush();
            for (; pipelined > 0; pipelined--) {
                length = connection.number(':');
            }
        }
    }
}
