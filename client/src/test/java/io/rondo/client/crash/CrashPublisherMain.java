package io.rondo.client.crash;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.process.BulkProducerMain;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import java.nio.LongBuffer;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;

/**
 * Publishes numbered messages through claims: {@code kind file producer last aborts}. The file, which outlives any kill, holds
 * the last number whose publishing has returned.
 */
final class CrashPublisherMain {
    private CrashPublisherMain() {}

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        LongBuffer progress = StepConsumerMain.map(Path.of(arguments[1]));
        long producer = Long.parseLong(arguments[2]);
        long last = Long.parseLong(arguments[3]);
        boolean aborts = Boolean.parseBoolean(arguments[4]);
        MutableDirectBuffer message = Buffers.allocate(BulkProducerMain.PREFIX + BulkProducerMain.LONGEST);
        try (Rondo rondo = Rondo.connect();
                Publisher out = rondo.publisher(Kind.CHANNEL,
                        CrashChannel.options(Kind.valueOf(arguments[0])).build())) {
            for (long number = 1; number <= last; number++) {
                int length = BulkProducerMain.write(message, producer, number);
                if (aborts) {
                    write(out, message, length).abort();
                }
                write(out, message, length).commit();
                progress.put(0, number);
            }
        }
    }

    private static Claim write(Publisher out, MutableDirectBuffer message, int length) {
        Claim claim = out.claim(length);
        int half = length / 2;
        claim.buffer().putBytes(claim.offset(), message, 0, half);
        claim.buffer().putBytes(claim.offset() + half, message, half, length - half);
        return claim;
    }
}
