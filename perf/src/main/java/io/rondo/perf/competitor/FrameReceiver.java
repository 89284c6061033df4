package io.rondo.perf.competitor;

import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the frames of {@link FrameSender}, as many bytes as available per system call; blocks while there are none. */
final class FrameReceiver implements Receiver {
    private static final int LEAST_SIZE = 256 * 1024;

    private final Opening opening;
    private final MessageReader reader;
    private final ByteBuffer bytes;
    private final UnsafeBuffer view;
    private ReadableByteChannel channel;

    /** Opens the stream at the first poll, because that may block. */
    @FunctionalInterface
    interface Opening {
        ReadableByteChannel open() throws IOException;
    }

    /** A receiver of messages up to a length. */
    FrameReceiver(int longest, Opening opening, MessageReader reader) {
        this.opening = opening;
        this.reader = reader;
        this.bytes = ByteBuffer.allocateDirect(Math.max(LEAST_SIZE, 2 * (FrameSender.HEADER + longest)))
                .order(ByteOrder.nativeOrder());
        this.view = new UnsafeBuffer(bytes);
    }

    @Override
    public int poll() {
        try {
            if (channel == null) {
                channel = opening.open();
            }
            int messages = 0;
            while (messages == 0) {
                if (channel.read(bytes) < 0) {
                    throw new IllegalStateException("the stream ended");
                }
                messages = deliver();
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a message", e);
        }
    }

    /** Delivers the complete messages and keeps the beginning of an incomplete one. */
    private int deliver() {
        bytes.flip();
        int messages = 0;
        while (bytes.remaining() >= FrameSender.HEADER) {
            int length = bytes.getInt(bytes.position());
            if (bytes.remaining() < FrameSender.HEADER + length) {
                break;
            }
            int message = bytes.position() + FrameSender.HEADER;
            bytes.position(message + length);
            reader.read(view, message, length);
            messages++;
        }
        bytes.compact();
        return messages;
    }
}
