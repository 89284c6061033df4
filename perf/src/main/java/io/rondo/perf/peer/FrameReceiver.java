package io.rondo.perf.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads what {@link FrameSender} wrote, as much as there is per system call, and blocks when there is nothing. */
final class FrameReceiver implements Receiver {
    private static final int LEAST_SIZE = 256 * 1024;

    private final Opening opening;
    private final MessageReader reader;
    private final ByteBuffer bytes;
    private final UnsafeBuffer view;
    private ReadableByteChannel channel;

    /** Opens the stream at the first poll, since that may block. */
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

    /** Delivers the whole messages, and keeps the beginning of one that is not. */
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
