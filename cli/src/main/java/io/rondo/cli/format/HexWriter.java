package io.rondo.cli.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** One message per line, two lower-case hexadecimal digits per byte. */
final class HexWriter implements MessageWriter {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteOutput output;
    private final byte[] chunk = new byte[4096];

    HexWriter(ByteOutput output) {
        this.output = output;
    }

    @Override
    public void write(DirectBuffer buffer, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += chunk.length) {
            int count = Math.min(chunk.length, length - done);
            buffer.getBytes(offset + done, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                output.put(DIGITS[chunk[i] >> 4 & 0xF]);
                output.put(DIGITS[chunk[i] & 0xF]);
            }
        }
        output.put('\n');
    }
}
