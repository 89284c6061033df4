package io.rondo.cli.format;

import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import org.agrona.DirectBuffer;

/** Collects small writes into large ones. Confined to one thread. */
public final class ByteOutput implements Flushable {
    private static final int SIZE = 64 << 10;

    private final OutputStream out;
    private final byte[] bytes = new byte[SIZE];
    private int length;

    /**
     * Writes to a stream, which the caller closes.
     *
     * @param out the output
     */
    public ByteOutput(OutputStream out) {
        this.out = out;
    }

    /** Appends one byte. */
    void put(int value) throws IOException {
        if (length == SIZE) {
            drain();
        }
        bytes[length++] = (byte) value;
    }

    /** Appends a range of a buffer. */
    void put(DirectBuffer buffer, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (length == SIZE) {
                drain();
            }
            int now = Math.min(left, SIZE - length);
            buffer.getBytes(from, bytes, length, now);
            length += now;
            from += now;
            left -= now;
        }
    }

    private void drain() throws IOException {
        int count = length;
        // Emptied before the write: a failed write must not be repeated with the same bytes.
        length = 0;
        out.write(bytes, 0, count);
    }

    /**
     * Writes all collected bytes to the stream.
     *
     * @throws IOException if the output cannot be written; what was held is gone
     */
    @Override
    public void flush() throws IOException {
        if (length > 0) {
            drain();
        }
        out.flush();
    }
}
