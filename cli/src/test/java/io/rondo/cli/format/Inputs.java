package io.rondo.cli.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Inputs of bytes, and the messages a reader finds in them. */
final class Inputs {
    private Inputs() {}

    /** Hands the bytes out in pieces of 1 to {@code largest}. */
    static ByteInput of(byte[] bytes, int largest) {
        return new ByteInput(new Pieces(ByteBuffer.wrap(bytes), largest));
    }

    /** Hands out one byte, then none, by turns, as a non-blocking input may. */
    static ByteInput withPauses(byte[] bytes) {
        return new ByteInput(new Pieces(ByteBuffer.wrap(bytes), 1) {
            private boolean pause;

            @Override
            public int read(ByteBuffer target) {
                pause = !pause;
                return pause ? 0 : super.read(target);
            }
        });
    }

    /** Every message of an input, in order. */
    static List<byte[]> readAll(MessageReader reader) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        for (int length = reader.next(); length != MessageReader.END; length = reader.next()) {
            byte[] message = new byte[length];
            reader.buffer().getBytes(reader.offset(), message);
            messages.add(message);
        }
        return messages;
    }

    private static class Pieces implements ReadableByteChannel {
        private final ByteBuffer source;
        private final int largest;
        private final Random random = new Random(7);

        Pieces(ByteBuffer source, int largest) {
            this.source = source;
            this.largest = largest;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!source.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(1 + random.nextInt(largest), source.remaining()), target.remaining());
            target.put(source.slice(source.position(), count));
            source.position(source.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
