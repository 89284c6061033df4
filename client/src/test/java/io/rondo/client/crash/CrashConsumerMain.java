package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Orphan;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Consumes in batches: {@code kind file least policy}, at least so many messages. The file, which outlives any kill, holds the
 * first number it handled, the last, and the last that a call which returned has confirmed.
 */
final class CrashConsumerMain implements Victim {
    private static final int BATCH = 7;

    private final BulkReader reader = new BulkReader();
    private LongBuffer progress;
    private boolean drops;
    private long count;

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        new CrashConsumerMain().run(Path.of(System.getenv("RONDO_DIR")), Kind.CHANNEL, arguments);
    }

    @Override
    public void run(Path directory, String channel, String... arguments) throws Exception {
        progress = StepConsumerMain.map(Path.of(arguments[1]));
        SlowConsumer policy = SlowConsumer.valueOf(arguments[3]);
        drops = policy != SlowConsumer.BLOCK;
        try (Rondo rondo = CrashChannel.connect(directory);
                Subscriber in = Channels.subscriber(rondo, channel,
                        CrashChannel.options(Kind.valueOf(arguments[0]))
                                .slowConsumer(policy))) {
            while (count < Long.parseLong(arguments[2])) {
                in.receive(this::handle, BATCH, Duration.ofSeconds(1));
                progress.put(2, progress.get(1));
            }
        }
    }

    private void handle(DirectBuffer buffer, int offset, int length) {
        if (drops) {
            BulkReader.verify(buffer, offset, length);
        } else {
            reader.onMessage(buffer, offset, length);
        }
        count++;
        long number = buffer.getLong(offset + Long.BYTES);
        if (progress.get(0) == 0) {
            progress.put(0, number);
        }
        progress.put(1, number);
    }
}
