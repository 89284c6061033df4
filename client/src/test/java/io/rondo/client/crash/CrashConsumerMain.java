package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.Channels;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Consumes in batches: {@code kind file least policy}, at least so many messages. The file, which outlives any kill, holds the
 * first number it handled, the last, and the last that a call which returned has confirmed.
 */
final class CrashConsumerMain {
    private static final int BATCH = 7;
    private static final BulkReader READER = new BulkReader();
    private static LongBuffer progress;
    private static boolean drops;
    private static long count;

    private CrashConsumerMain() {}

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        progress = StepConsumerMain.map(Path.of(arguments[1]));
        SlowConsumer policy = SlowConsumer.valueOf(arguments[3]);
        drops = policy != SlowConsumer.BLOCK;
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL,
                        CrashChannel.options(Kind.valueOf(arguments[0]))
                                .slowConsumer(policy))) {
            while (count < Long.parseLong(arguments[2])) {
                in.receive(CrashConsumerMain::handle, BATCH, Duration.ofSeconds(1));
                progress.put(2, progress.get(1));
            }
        }
    }

    private static void handle(DirectBuffer buffer, int offset, int length) {
        if (drops) {
            BulkReader.verify(buffer, offset, length);
        } else {
            READER.onMessage(buffer, offset, length);
        }
        count++;
        long number = buffer.getLong(offset + Long.BYTES);
        if (progress.get(0) == 0) {
            progress.put(0, number);
        }
        progress.put(1, number);
    }
}
