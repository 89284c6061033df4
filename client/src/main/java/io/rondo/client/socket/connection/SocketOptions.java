package io.rondo.client.socket.connection;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;

/** The options of a connection's socket and of Netty's channel over it. */
final class SocketOptions {
    /** Bytes that one read takes at most. */
    static final int READ_BYTES = 256 * 1024;
    private static final int READS_IN_A_ROW = 1;
    /** Holds a window, so that a publisher does not wait for the reader in between. The kernel may allow less. */
    private static final int SEND_BUFFER_BYTES = 1024 * 1024;

    private SocketOptions() {}

    /** Sets the options of a newly registered channel. */
    static void configure(Channel channel) {
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(READS_IN_A_ROW))
                // The descriptor must stay open until close(), because another thread may be writing to it.
                .setAutoClose(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
}
