package io.rondo.cli.format;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** Reads one message per line, without the newline. The last line may have none. */
final class LineReader implements MessageReader {
    /** Limit of the search for the end of a line that is too long, in bytes. */
    private static final long LONGEST_COUNTED = 64L << 20;

    private final ByteInput input;
    private final int maxLength;
    private long lines;
    private int offset;

    LineReader(ByteInput input, int maxLength) {
        this.input = input;
        this.maxLength = maxLength;
    }

    @Override
    public int next() throws IOException {
        int scanned = 0;
        while (true) {
            int newline = find(input.position() + scanned);
            if (newline >= 0) {
                int length = newline - input.position();
                return length > maxLength ? tooLong(length, "") : take(length, 1);
            }
            scanned = input.limit() - input.position();
            if (scanned > maxLength) {
                return countTooLong();
            }
            if (!input.fill()) {
                return scanned == 0 ? END : take(scanned, 0);
            }
        }
    }

    private int find(int from) {
        byte[] array = input.array();
        int limit = input.limit();
        for (int i = from; i < limit; i++) {
            if (array[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int take(int length, int terminator) {
        lines++;
        offset = input.position();
        input.consume(length + terminator);
        return length;
    }

    private int countTooLong() throws IOException {
        long length = 0;
        while (length <= LONGEST_COUNTED) {
            int newline = find(input.position());
            int part = (newline < 0 ? input.limit() : newline) - input.position();
            length += part;
            input.consume(part);
            if (newline >= 0 || !input.fill()) {
                return tooLong(length, "");
            }
        }
        return tooLong(length, "more than ");
    }

    private int tooLong(long length, String atLeast) throws FormatException {
        throw new FormatException("line " + (lines + 1) + " has " + atLeast + length
                + " bytes, the longest message of this channel is " + maxLength
                + ": shorten it, or use a channel with a larger --max-message");
    }

    @Override
    public DirectBuffer buffer() {
        return input.view();
    }

    @Override
    public int offset() {
        return offset;
    }
}
