package io.rondo.perf.soak;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The last published sequence, in a mapped file, which outlives a kill of the producer. */
final class SoakProgress {
    private final LongBuffer word;

    SoakProgress(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            word = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES).order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        }
    }

    void set(long sequence) {
        word.put(0, sequence);
    }

    long get() {
        return word.get(0);
    }
}
