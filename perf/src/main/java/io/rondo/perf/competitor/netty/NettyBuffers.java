package io.rondo.perf.competitor.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Views of Netty's buffers for Agrona's interfaces. */
final class NettyBuffers {
    private NettyBuffers() {}

    /** Wraps a range of a direct buffer. */
    static void wrap(UnsafeBuffer view, ByteBuf buffer, int index, int length) {
        if (buffer.hasMemoryAddress()) {
            view.wrap(buffer.memoryAddress() + index, length);
        } else {
            ByteBuffer range = buffer.internalNioBuffer(index, length);
            view.wrap(range, range.position(), length);
        }
    }
}
