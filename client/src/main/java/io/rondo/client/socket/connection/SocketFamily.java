package io.rondo.client.socket.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.rondo.client.UnavailableException;
import io.rondo.core.os.UnixSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** The Netty implementations of Unix-domain sockets. */
public enum SocketFamily {
    /** Linux epoll, through Netty's native library. */
    EPOLL(EpollDomainSocketChannel::new, EpollServerDomainSocketChannel::new) {
        @Override
        IoHandlerFactory ioHandler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public SocketAddress address(Path path) {
            return new DomainSocketAddress(path.toString());
        }
    },
    /** The JDK's selector. */
    NIO(NioDomainSocketChannel::new, NioServerDomainSocketChannel::new) {
        @Override
        IoHandlerFactory ioHandler() {
            return NioIoHandler.newFactory();
        }

        @Override
        public SocketAddress address(Path path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    private final ChannelFactory<Channel> channels;
    private final ChannelFactory<ServerChannel> servers;

    SocketFamily(ChannelFactory<Channel> channels, ChannelFactory<ServerChannel> servers) {
        this.channels = channels;
        this.servers = servers;
    }

    /**
     * Selects the fastest family that this process can use.
     *
     * @return epoll if its native library loads
     */
    public static SocketFamily best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /**
     * Requires epoll.
     *
     * @return epoll
     * @throws UnavailableException if its native library does not load
     */
    public static SocketFamily requireEpoll() {
        if (!Epoll.isAvailable()) {
            throw new UnavailableException(
                    "rondo.socket.io (RONDO_SOCKET_IO) is epoll, but Netty's native library does not"
                            + " load here: " + Epoll.unavailabilityCause().getMessage() + ": use auto or nio",
                    Epoll.unavailabilityCause());
        }
        return EPOLL;
    }

    abstract IoHandlerFactory ioHandler();

    public abstract SocketAddress address(Path path);

    public ChannelFactory<Channel> channels() {
        return channels;
    }

    public ChannelFactory<ServerChannel> servers() {
        return servers;
    }

    /** Returns the factory of one server of {@link #EPOLL}, which takes over a socket that listens. */
    public static ChannelFactory<ServerChannel> serverOf(UnixSocket socket) {
        return () -> new EpollServerDomainSocketChannel(socket.take(), true);
    }

    /** Returns a channel of {@link #EPOLL} that takes over a connection. */
    public static Channel channelOf(UnixSocket connection) {
        return new EpollDomainSocketChannel(connection.take());
    }
}
