package io.rondo.cli.format;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** Writes each message followed by a newline. */
final class LineWriter implements MessageWriter {
    private final ByteOutput output;

    LineWriter(ByteOutput output) {
        this.output = output;
    }

    @Override
    public void write(DirectBuffer buffer, int offset, int length) throws IOException {
        output.put(buffer, offset, length);
        output.put('\n');
    }
}
