package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Channels;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Consumes one message per poll: {@code kind file}. The file, which outlives any kill, holds the first number it handled, the
 * last, and the last that a poll which returned has confirmed.
 */
public final class StepConsumerMain {
    private StepConsumerMain() {}

    public static LongBuffer map(Path file) throws java.io.IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 24).order(ByteOrder.nativeOrder()).asLongBuffer();
        }
    }

    public static void main(String[] arguments) throws Exception {
        LongBuffer progress = map(Path.of(arguments[1]));
        BulkReader reader = new BulkReader();
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL, Kind.valueOf(arguments[0]).options())) {
            System.out.println("ready");
            while (true) {
                in.receive((buffer, offset, length) -> {
                    reader.onMessage(buffer, offset, length);
                    long number = buffer.getLong(offset + Long.BYTES);
                    if (progress.get(0) == 0) {
                        progress.put(0, number);
                    }
                    progress.put(1, number);
                }, 1, Duration.ofSeconds(1));
                progress.put(2, progress.get(1));
            }
        }
    }
}
