package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Orphan;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Consumes and checks without end: {@code kind file}. The file, which outlives any kill, holds for each producer the last number
 * that was handled, and the last that a call which returned has confirmed: here a queue's next consumer goes on.
 */
final class RandomConsumerMain {
    private static final int PRODUCERS = 1024;
    private static final int BATCH = 50;

    private final BulkReader reader = new BulkReader();
    private final Set<Long> touched = new HashSet<>();
    private final LongBuffer progress;
    private final boolean resumes;

    private RandomConsumerMain(Kind kind, Path file) throws IOException {
        progress = map(file);
        resumes = kind != Kind.TOPIC;
    }

    static LongBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * PRODUCERS * Long.BYTES)
                    .order(ByteOrder.nativeOrder()).asLongBuffer();
        }
    }

    static long handled(LongBuffer progress, long producer) {
        return progress.get((int) producer);
    }

    static long confirmed(LongBuffer progress, long producer) {
        return progress.get(PRODUCERS + (int) producer);
    }

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        Kind kind = Kind.valueOf(arguments[0]);
        RandomConsumerMain consumer = new RandomConsumerMain(kind, Path.of(arguments[1]));
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL, CrashChannel.options(kind))) {
            while (true) {
                in.receive(consumer::handle, BATCH, Duration.ofSeconds(1));
                consumer.confirm();
            }
        }
    }

    private void handle(DirectBuffer buffer, int offset, int length) {
        long producer = buffer.getLong(offset);
        long number = buffer.getLong(offset + Long.BYTES);
        reader.onMessage(buffer, offset, length);
        if (resumes) {
            boolean first = touched.add(producer);
            if (first && (number <= confirmed(progress, producer) || number > handled(progress, producer) + 1)) {
                throw new AssertionError("producer " + producer + ": " + number + " after "
                        + handled(progress, producer) + ", of which were confirmed " + confirmed(progress, producer));
            }
            progress.put((int) producer, number);
        }
    }

    private void confirm() {
        for (long producer : touched) {
            progress.put(PRODUCERS + (int) producer, progress.get((int) producer));
        }
    }
}
