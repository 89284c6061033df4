package io.rondo.perf.competitor;

import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes frames to a byte stream with one system call each: length (32 bits), message. Blocks while the channel is
 * full.
 */
final class FrameSender implements Sender {
    static final int HEADER = Integer.BYTES;

    /** Aligns the message to 8 bytes. */
    private static final int START = Long.BYTES - HEADER;

    private final WritableByteChannel channel;
    private ByteBuffer bytes;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    FrameSender(WritableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean trySend(MessageWriter writer, int length) {
        makeRoom(length);
        writer.write(view, START + HEADER, length);
        write(length);
        return true;
    }

    @Override
    public boolean trySend(DirectBuffer message, int offset, int length) {
        makeRoom(length);
        view.putBytes(START + HEADER, message, offset, length);
        write(length);
        return true;
    }

    private void makeRoom(int length) {
        int size = START + HEADER + length;
        if (bytes == null || bytes.capacity() < size) {
            bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            view.wrap(bytes);
        }
    }

    private void write(int length) {
        bytes.putInt(START, length);
        bytes.limit(START + HEADER + length).position(START);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a message", e);
        }
        bytes.clear();
    }
}
