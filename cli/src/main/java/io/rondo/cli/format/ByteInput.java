package io.rondo.cli.format;

import io.rondo.client.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * A window on an input: the bytes from {@link #position} to {@link #limit} of {@link #array} are read and not consumed.
 * It grows only when one message needs more space, so the longest message determines its size. Confined to one thread.
 */
public final class ByteInput {
    /** Initial size of the window, and the largest single read. */
    static final int INITIAL_SIZE = 256 << 10;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private final ReadableByteChannel channel;
    private final int readAhead;
    private boolean stopped;
    private ByteBuffer bytes;
    private DirectBuffer view;
    private int position;
    private int limit;
    private long before;

    /**
     * Reads from a channel, which the caller closes.
     *
     * @param channel the input
     */
    public ByteInput(ReadableByteChannel channel) {
        this(channel, INITIAL_SIZE);
    }

    /**
     * Reads from a channel, which the caller closes, and limits the read-ahead. It reads again only when no complete
     * message is left.
     *
     * @param channel the input
     * @param readAhead maximum number of bytes to read beyond the known length of the current message, from 1 to 256 KiB
     */
    public ByteInput(ReadableByteChannel channel, int readAhead) {
        this.channel = channel;
        this.readAhead = readAhead;
        use(new byte[INITIAL_SIZE]);
    }

    private void use(byte[] array) {
        bytes = ByteBuffer.wrap(array);
        view = Buffers.wrap(array);
    }

    /** The array of the window; {@link #fill} and {@link #require} may replace it. */
    byte[] array() {
        return bytes.array();
    }

    /** The array as a buffer. */
    DirectBuffer view() {
        return view;
    }

    /** Index of the first unused byte. */
    int position() {
        return position;
    }

    /** Index after the last byte read. */
    int limit() {
        return limit;
    }

    /**
     * The number of bytes that messages have consumed.
     *
     * @return bytes since the beginning of the input
     */
    public long consumed() {
        return before + position;
    }

    /**
     * The number of bytes that were read and not consumed.
     *
     * @return bytes, from 0
     */
    public int unused() {
        return limit - position;
    }

    /**
     * Stops reading: a message that needs more than {@link #unused()} fails with {@link
     * InputStoppedException}.
     */
    public void stop() {
        stopped = true;
    }

    /** Consumes bytes, at most {@link #unused()}. */
    void consume(int length) {
        position += length;
    }

    /**
     * Reads at least one more byte, waiting for it. The unused bytes may move; their number only grows.
     *
     * @return false if the input has ended
     */
    boolean fill() throws IOException {
        return fill(0);
    }

    /**
     * Reads until this many bytes are unused, waiting for them.
     *
     * @return false if the input ends before; what there was stays unused
     */
    boolean require(int length) throws IOException {
        while (limit - position < length) {
            if (!fill(length)) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(int wanted) throws IOException {
        if (stopped) {
            throw new InputStoppedException();
        }
        makeRoom(wanted);
        int most = Math.max(readAhead, wanted - unused());
        bytes.limit((int) Math.min(bytes.capacity(), (long) limit + most)).position(limit);
        try {
            int read = channel.read(bytes);
            while (read == 0) {
                // Another process has made the input non-blocking, and it has no bytes now.
                LockSupport.parkNanos(RETRY_NANOS);
                read = channel.read(bytes);
            }
            return read > 0;
        } finally {
            // An interrupted read may have read bytes.
            limit = bytes.position();
        }
    }

    private void makeRoom(int wanted) throws FormatException {
        if (position > 0 && (position == limit || limit == bytes.capacity() || position + wanted > bytes.capacity())) {
            System.arraycopy(array(), position, array(), 0, limit - position);
            before += position;
            limit -= position;
            position = 0;
        }
        if (limit == bytes.capacity() || wanted > bytes.capacity()) {
            long size = Math.min(MAX_SIZE, Math.max(wanted, 2L * bytes.capacity()));
            if (limit == size) {
                throw new FormatException("a message is longer than " + MAX_SIZE + " bytes");
            }
            use(Arrays.copyOf(array(), (int) size));
        }
    }

    /** The unsigned 32-bit value at an index of the array. */
    long uint32(int index, ByteOrder order) {
        return view.getInt(index, order) & 0xFFFF_FFFFL;
    }
}
