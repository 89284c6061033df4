package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Retry;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.CloseHelper;

/** The JDK's Unix-domain sockets, blocking: one connection per channel, the receiver listens. */
final class UnixSocketCompetitor implements Competitor {
    private final CompetitorSettings settings;
    private final Queue<Channel> opened = new ConcurrentLinkedQueue<>();

    UnixSocketCompetitor(CompetitorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Sender sender(String channel) {
        return new FrameSender(Retry.untilThere(channel, () -> connect(address(channel))));
    }

    private SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        opened.add(socket);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, settings.ring());
        try {
            socket.connect(address);
        } catch (IOException e) {
            opened.remove(socket);
            socket.close();
            throw e;
        }
        return socket;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.add(server);
            server.bind(address(channel));
            return new FrameReceiver(settings.point().length(), () -> accept(server), reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address(channel), e);
        }
    }

    private SocketChannel accept(ServerSocketChannel server) throws IOException {
        SocketChannel socket = server.accept();
        opened.add(socket);
        return socket;
    }

    private UnixDomainSocketAddress address(String channel) {
        return UnixDomainSocketAddress.of(settings.directory().resolve(channel));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(opened);
    }
}
