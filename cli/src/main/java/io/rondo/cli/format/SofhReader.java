package io.rondo.cli.format;

import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** Simple Open Framing Header frames back to back; the encoding type is ignored. */
final class SofhReader implements MessageReader {
    private final ByteInput input;
    private final int maxLength;
    private long frames;
    private int offset;

    SofhReader(ByteInput input, int maxLength) {
        this.input = input;
        this.maxLength = maxLength;
    }

    @Override
    public int next() throws IOException {
        if (!input.require(SofhHeader.LENGTH)) {
            return ends(SofhHeader.LENGTH);
        }
        int length = payloadLength();
        if (!input.require(SofhHeader.LENGTH + length)) {
            return ends(SofhHeader.LENGTH + length);
        }
        frames++;
        offset = input.position() + SofhHeader.LENGTH;
        input.consume(SofhHeader.LENGTH + length);
        return length;
    }

    private int payloadLength() throws FormatException {
        try {
            return SofhHeader.payloadLength(input.view(), input.position(), maxLength);
        } catch (SofhException e) {
            throw new FormatException("frame " + (frames + 1) + " at byte " + input.consumed() + ": " + e.getMessage());
        }
    }

    private int ends(int expected) throws FormatException {
        int available = input.limit() - input.position();
        if (available == 0) {
            return END;
        }
        throw new FormatException("the input ends inside frame " + (frames + 1) + " at byte " + input.consumed()
                + " (" + available + " of at least " + expected + " bytes): it was cut off, what came before was read");
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
