package io.rondo.perf.competitor.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Retry;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Netty over Unix-domain sockets with its epoll transport. The worker's thread is the event loop, so messages do not
 * change threads: polling runs the loop once, without waiting.
 */
public final class NettyCompetitor implements Competitor {
    static final int LENGTH_FIELD = Integer.BYTES;

    private static final int MAX_FRAME = 64 << 20;
    /** Bytes collected before a burst is written, or one message if that is longer. */
    private static final int LEAST_GATHERED = 256 * 1024;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final CompetitorSettings settings;
    private final ManualIoEventLoop loop;
    private final List<NettySender> senders = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    /** Opens the event loop of this thread. */
    public NettyCompetitor(CompetitorSettings settings) {
        this.settings = settings;
        Epoll.ensureAvailability();
        loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    }

    @Override
    public Sender sender(String channel) {
        int gathered = Math.max(LEAST_GATHERED, settings.point().length());
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(EpollDomainSocketChannel.class)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(gathered, 4 * gathered))
                .handler(new LengthFieldPrepender(LENGTH_FIELD));
        NettySender sender = new NettySender(
                Retry.untilThere(channel, () -> completed(bootstrap.connect(address(channel)))), loop);
        senders.add(sender);
        return sender;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        NettyReceiver receiver = new NettyReceiver(loop, reader);
        ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(
                                new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, LENGTH_FIELD, 0, LENGTH_FIELD),
                                receiver.handler());
                    }
                });
        Retry.untilThere(channel, () -> completed(bootstrap.bind(address(channel))));
        return receiver;
    }

    private Channel completed(ChannelFuture future) throws IOException {
        while (!future.isDone()) {
            loop.run(WAIT_NANOS);
        }
        if (!future.isSuccess()) {
            throw new IOException(future.cause());
        }
        channels.add(future.channel());
        return future.channel();
    }

    private SocketAddress address(String channel) {
        return new DomainSocketAddress(settings.directory().resolve(channel).toFile());
    }

    /** Writes all pending messages, because the loop does not run between slices. */
    @Override
    public void pause() {
        senders.forEach(NettySender::drain);
    }

    @Override
    public void close() {
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (!loop.isTerminated()) {
            loop.run(WAIT_NANOS);
        }
    }
}
