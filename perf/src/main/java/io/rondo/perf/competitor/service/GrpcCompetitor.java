package io.rondo.perf.competitor.service;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.rondo.perf.measure.Point;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Unary calls of gRPC over a Unix-domain socket, with plain bytes as messages. The thread of the server's worker is the
 * executor of its handlers. A request without a response gets an empty one.
 */
public final class GrpcCompetitor implements Competitor {
    private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("perf", "call"))
            .setRequestMarshaller(new PlainBytes()).setResponseMarshaller(new PlainBytes()).build();
    private static final byte[] NOTHING = {};
    private static final long WAIT_MILLIS = 100;

    private final CompetitorSettings settings;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final UnsafeBuffer view = new UnsafeBuffer(NOTHING);
    private ManagedChannel channel;
    private Server server;
    /** The answer to the latest call, to be read by the client's receiver; on the server to the request that is being read. */
    private byte[] answer = NOTHING;

    /** The server or the client, as the role says. */
    public GrpcCompetitor(CompetitorSettings settings) {
        this.settings = settings;
    }

    private SocketAddress address() {
        return new DomainSocketAddress(settings.directory().resolve("grpc").toFile());
    }

    @Override
    public Receiver receiver(String name, MessageReader reader) {
        return settings.role().leads() ? () -> readAnswer(reader) : serve(reader);
    }

    private int readAnswer(MessageReader reader) {
        if (answer.length == 0) {
            return 0;
        }
        view.wrap(answer);
        answer = NOTHING;
        reader.read(view, 0, view.capacity());
        return 1;
    }

    private Receiver serve(MessageReader reader) {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        ServerCalls.UnaryMethod<byte[], byte[]> handler = (request, observer) -> answer(request, observer, reader);
        try {
            server = NettyServerBuilder.forAddress(address()).channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loop).workerEventLoopGroup(loop).executor(tasks::add)
                    .maxInboundMessageSize(Point.MAX_LENGTH).addService(ServerServiceDefinition.builder("perf")
                            .addMethod(METHOD, ServerCalls.asyncUnaryCall(handler)).build())
                    .build().start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address(), e);
        }
        return () -> runTasks(tasks);
    }

    private void answer(byte[] request, StreamObserver<byte[]> observer, MessageReader reader) {
        answer = NOTHING;
        view.wrap(request);
        reader.read(view, 0, request.length);
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static int runTasks(BlockingQueue<Runnable> tasks) {
        try {
            Runnable task = tasks.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            int count = 0;
            for (; task != null; task = tasks.poll()) {
                task.run();
                count++;
            }
            return count;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waits for a request", e);
        }
    }

    @Override
    public Sender sender(String name) {
        if (!settings.role().leads()) {
            return (writer, length) -> {
                answer = written(writer, length);
                return true;
            };
        }
        channel = NettyChannelBuilder.forAddress(address()).channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop).usePlaintext().directExecutor().maxInboundMessageSize(Point.MAX_LENGTH).build();
        return (writer, length) -> {
            answer = ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT.withWaitForReady(),
                    written(writer, length));
            return true;
        };
    }

    private static byte[] written(MessageWriter writer, int length) {
        UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
        writer.write(message, 0, length);
        return message.byteArray();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (server != null) {
            server.shutdownNow();
        }
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
