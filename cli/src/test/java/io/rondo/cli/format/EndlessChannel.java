package io.rondo.cli.format;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Zeros without end. */
final class EndlessChannel implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
        int count = target.remaining();
        target.position(target.limit());
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
