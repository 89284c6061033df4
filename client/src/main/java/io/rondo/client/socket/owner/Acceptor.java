package io.rondo.client.socket.owner;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.rondo.client.RondoException;
import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.core.os.UnixSocket;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Makes the Netty channels that accept connections on an event loop. */
final class Acceptor {
    private final EventLoop eventLoop;
    private final Consumer<Channel> accept;

    /** Passes each connection to {@code accept}, on the event loop. */
    Acceptor(EventLoop eventLoop, Consumer<Channel> accept) {
        this.eventLoop = eventLoop;
        this.accept = accept;
    }

    private ServerBootstrap bootstrap(ChannelFactory<ServerChannel> servers) {
        return new ServerBootstrap().group(eventLoop).channelFactory(servers).childHandler(initializer());
    }

    private ChannelInitializer<Channel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel accepted) {
                accept.accept(accepted);
            }
        };
    }

    /**
     * Binds a socket.
     *
     * @throws RondoException if it cannot be bound
     */
    Channel bind(SocketFile file, SocketFamily family, ListenerOptions options) {
        ServerBootstrap bootstrap = bootstrap(family.servers()).option(ChannelOption.SO_BACKLOG, Listener.BACKLOG);
        AtomicReference<Channel> bound = new AtomicReference<>();
        try {
            file.bind(at -> {
                ChannelFuture future = bootstrap.bind(family.address(at)).awaitUninterruptibly();
                if (!future.isSuccess()) {
                    throw new IOException(future.cause().getMessage(), future.cause());
                }
                bound.set(future.channel());
            }, options.mode(), options.precondition());
            return bound.get();
        } catch (RuntimeException | Error e) {
            if (bound.get() != null) {
                bound.get().close().awaitUninterruptibly();
            }
            throw e;
        }
    }

    /**
     * Takes over sockets, over epoll. Connections that wait there are accepted.
     *
     * @throws RondoException if that fails; they are closed
     */
    Channel takeOver(TakenSockets sockets) {
        try (sockets) {
            // Netty adds the handler that accepts in a task. Connections that were read before would be lost.
            ChannelFuture future = bootstrap(SocketFamily.serverOf(sockets.listening()))
                    .option(ChannelOption.AUTO_READ, false).register().awaitUninterruptibly();
            if (!future.isSuccess()) {
                throw new RondoException("cannot accept connections: " + future.cause().getMessage(), future.cause());
            }
            Channel server = future.channel();
            try {
                for (UnixSocket connected : sockets.connections()) {
                    Channel connection = SocketFamily.channelOf(connected);
                    connection.pipeline().addLast(initializer());
                    eventLoop.register(connection);
                }
                eventLoop.execute(() -> server.config().setAutoRead(true));
                return server;
            } catch (RuntimeException | Error e) {
                server.close().awaitUninterruptibly();
                throw e;
            }
        }
    }
}
