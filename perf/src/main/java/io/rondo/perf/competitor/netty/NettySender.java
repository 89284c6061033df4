package io.rondo.perf.competitor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes into Netty's buffers, and flushes once per burst. */
final class NettySender implements Sender {
    private final Channel channel;
    private final ManualIoEventLoop loop;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    NettySender(Channel channel, ManualIoEventLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    @Override
    public boolean trySend(MessageWriter writer, int length) {
        if (!channel.isWritable()) {
            channel.flush();
            loop.runNow();
            requireOpen();
            return false;
        }
        ByteBuf message = channel.alloc().directBuffer(length);
        NettyBuffers.wrap(view, message, message.writerIndex(), length);
        writer.write(view, 0, length);
        message.writerIndex(message.writerIndex() + length);
        channel.write(message, channel.voidPromise());
        return true;
    }

    @Override
    public void flush() {
        channel.flush();
    }

    /** Runs the event loop until all is written. */
    void drain() {
        channel.flush();
        while (!channel.unsafe().outboundBuffer().isEmpty()) {
            loop.runNow();
            requireOpen();
        }
    }

    private void requireOpen() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the connection was closed");
        }
    }
}
