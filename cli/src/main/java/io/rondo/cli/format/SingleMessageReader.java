package io.rondo.cli.format;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** The whole input as one message, whatever its bytes are. */
public final class SingleMessageReader implements MessageReader {
    private final ByteInput input;
    private boolean read;
    private int offset;

    /**
     * Starts before the message.
     *
     * @param input of a length that fits into memory
     */
    public SingleMessageReader(ByteInput input) {
        this.input = input;
    }

    @Override
    public int next() throws IOException {
        if (read) {
            return END;
        }
        read = true;
        boolean more = true;
        while (more) {
            more = input.fill();
        }
        int length = input.unused();
        offset = input.position();
        input.consume(length);
        return length;
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
