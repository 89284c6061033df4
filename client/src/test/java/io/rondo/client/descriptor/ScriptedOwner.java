package io.rondo.client.descriptor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.rondo.client.Buffers;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Welcome;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.os.DescriptorSocket;
import io.rondo.core.os.NativeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/** Listens as the owner of a queue with a segment, accepts observers and publishers, and answers mappers as told. */
final class ScriptedOwner implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final int version;
    private final Answer toMapper;
    private final Queue<Long> observed = new ConcurrentLinkedQueue<>();

    /** Answers a mapper; called by the event loop. */
    interface Answer {
        void to(Mapper mapper) throws IOException;
    }

    /** Writes a frame to the start of a buffer; returns its length. */
    interface Frame {
        int write(SessionEncoder encoder, MutableDirectBuffer buffer);
    }

    /** The connection of a mapper. */
    record Mapper(EpollDomainSocketChannel connection) {
        void send(Frame frame) {
            connection.writeAndFlush(Unpooled.wrappedBuffer(bytes(frame)));
        }

        void pass(byte[] bytes, List<NativeFile> files) throws IOException {
            DescriptorSocket.send(connection.fd().intValue(), bytes, files);
        }

        void close() {
            connection.close();
        }
    }

    private ScriptedOwner(int version, Answer toMapper) {
        this.version = version;
        this.toMapper = toMapper;
    }

    /** Begins to listen on the socket of a channel. */
    static ScriptedOwner listen(Path socket, int version, Answer toMapper) {
        ScriptedOwner owner = new ScriptedOwner(version, toMapper);
        new ServerBootstrap().group(owner.loop).channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(owner.new Session());
                    }
                }).bind(new DomainSocketAddress(socket.toString())).syncUninterruptibly();
        return owner;
    }

    /** Encodes a frame. */
    static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH];
        return Arrays.copyOf(bytes, frame.write(new SessionEncoder(), Buffers.wrap(bytes)));
    }

    /** When each observer said Hello, as {@link System#nanoTime()}. */
    List<Long> observed() {
        return List.copyOf(observed);
    }

    /** Collects the Hello of one connection, and ignores what follows. */
    private final class Session extends ChannelInboundHandlerAdapter {
        private final ByteBuf hello = Unpooled.buffer();
        private boolean answered;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            hello.writeBytes(bytes);
            bytes.release();
            if (!answered && hello.readableBytes() >= Integer.BYTES && hello.readableBytes() >= hello.getInt(0)) {
                answered = true;
                answer((EpollDomainSocketChannel) context.channel());
            }
        }

        private void answer(EpollDomainSocketChannel channel) {
            Role[] role = new Role[1];
            new SessionDecoder(new SessionHandler() {
                @Override
                public void onHello(Hello received) {
                    role[0] = received.role();
                }
            }).decode(Buffers.wrap(hello.array()), SofhHeader.LENGTH, hello.getInt(0) - SofhHeader.LENGTH,
                    SofhHeader.SBE_LITTLE_ENDIAN);
            if (role[0] != Role.MAPPER) {
                if (role[0] == Role.OBSERVER) {
                    observed.add(System.nanoTime());
                }
                new Mapper(channel).send((encoder, buffer) -> encoder.welcome(buffer, 0,
                        new Welcome(7, 0, 0, 100, 4096, version, 0, 0, ChannelKind.QUEUE, false, false, true, false)));
                return;
            }
            try {
                toMapper.to(new Mapper(channel));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
