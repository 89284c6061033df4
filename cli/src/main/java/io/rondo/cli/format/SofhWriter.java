package io.rondo.cli.format;

import io.rondo.client.Buffers;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Simple Open Framing Header frames back to back, of encoding type SBE 1.0, little-endian. */
final class SofhWriter implements MessageWriter {
    private final ByteOutput output;
    private final MutableDirectBuffer header = Buffers.allocate(SofhHeader.LENGTH);

    SofhWriter(ByteOutput output) {
        this.output = output;
    }

    @Override
    public void write(DirectBuffer buffer, int offset, int length) throws IOException {
        SofhHeader.encode(header, 0, length, SofhHeader.SBE_LITTLE_ENDIAN);
        output.put(header, 0, SofhHeader.LENGTH);
        output.put(buffer, offset, length);
    }
}
