package io.rondo.perf.competitor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import org.agrona.concurrent.UnsafeBuffer;

/** Runs the event loop, in which the messages of all connections arrive. */
final class NettyReceiver implements Receiver {
    private final ManualIoEventLoop loop;
    private final MessageReader reader;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private int messages;
    private Throwable failure;

    NettyReceiver(ManualIoEventLoop loop, MessageReader reader) {
        this.loop = loop;
        this.reader = reader;
    }

    @Override
    public int poll() {
        messages = 0;
        loop.runNow();
        if (failure != null) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        return messages;
    }

    /** The last handler of one connection. */
    ChannelHandler handler() {
        return new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
                int length = message.readableBytes();
                NettyBuffers.wrap(view, message, message.readerIndex(), length);
                reader.read(view, 0, length);
                messages++;
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                failure = cause;
            }
        };
    }
}
