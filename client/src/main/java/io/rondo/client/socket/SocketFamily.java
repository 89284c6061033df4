package io.rondo.client.socket;

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
import io.rondo.core.UnavailableException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** Which of Netty's implementations of Unix-domain sockets is used. */
enum SocketFamily {
    /** Linux's epoll, through Netty's native library. */
    EPOLL(EpollDomainSocketChannel::new, EpollServerDomainSocketChannel::new) {
        @Override
        IoHandlerFactory ioHandler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        SocketAddress address(Path path) {
            return new DomainSocketAddress(path.toString());
        }
    },
    /** The JDK's selector, wherever Java runs. */
    NIO(NioDomainSocketChannel::new, NioServerDomainSocketChannel::new) {
        @Override
        IoHandlerFactory ioHandler() {
            return NioIoHandler.newFactory();
        }

        @Override
        SocketAddress address(Path path) {
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
     * The best one this process can use.
     *
     * @return epoll where its native library loads
     */
    static SocketFamily best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /**
     * Epoll, or an error.
     *
     * @return epoll
     * @throws UnavailableException if its native library does not load
     */
    static SocketFamily requireEpoll() {
        if (!Epoll.isAvailable()) {
            throw new UnavailableException(
                    "rondo.socket.io (RONDO_SOCKET_IO) is epoll, but Netty's native library does not"
                            + " load here: " + Epoll.unavailabilityCause().getMessage() + ": use auto or nio",
                    Epoll.unavailabilityCause());
        }
        return EPOLL;
    }

    abstract IoHandlerFactory ioHandler();

    abstract SocketAddress address(Path path);

    ChannelFactory<Channel> channels() {
        return channels;
    }

    ChannelFactory<ServerChannel> servers() {
        return servers;
    }
}
