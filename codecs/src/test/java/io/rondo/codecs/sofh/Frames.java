package io.rondo.codecs.sofh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Streams of frames for tests, and what comes out of a deframer. */
final class Frames implements SofhHandler {
    final List<byte[]> messages = new ArrayList<>();
    final List<Integer> encodingTypes = new ArrayList<>();

    @Override
    public boolean onMessage(byte[] buffer, int offset, int length, int encodingType) {
        messages.add(Arrays.copyOfRange(buffer, offset, offset + length));
        return encodingTypes.add(encodingType);
    }

    /** The messages in frames back to back; the encoding type of the nth is n. */
    static byte[] stream(List<byte[]> messages) {
        byte[] stream = new byte[messages.stream().mapToInt(message -> SofhHeader.LENGTH + message.length).sum()];
        UnsafeBuffer buffer = new UnsafeBuffer(stream);
        int offset = 0;
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = messages.get(i);
            SofhHeader.encode(buffer, offset, message.length, i);
            buffer.putBytes(offset + SofhHeader.LENGTH, message);
            offset += SofhHeader.LENGTH + message.length;
        }
        return stream;
    }

    /** Appends the bytes and drains. */
    static boolean feed(SofhDeframer deframer, byte[] source, int offset, int length, SofhHandler handler) {
        deframer.reserve(length);
        System.arraycopy(source, offset, deframer.array(), deframer.writeIndex(), length);
        deframer.wrote(length);
        return deframer.drain(handler);
    }

    /** Feeds in pieces of 0 to {@code most} bytes, each copied, so that a piece kept for later would show. */
    static void feedInPieces(SofhDeframer deframer, byte[] stream, int most, Random random, SofhHandler handler) {
        byte[] piece = new byte[most + 8];
        int fed = 0;
        while (fed < stream.length) {
            int length = Math.min(random.nextInt(most + 1), stream.length - fed);
            int offset = random.nextInt(8);
            random.nextBytes(piece);
            System.arraycopy(stream, fed, piece, offset, length);
            feed(deframer, piece, offset, length, handler);
            fed += length;
        }
    }
}
