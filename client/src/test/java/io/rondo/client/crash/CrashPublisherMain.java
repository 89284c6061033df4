package io.rondo.client.crash;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.process.BulkProducerMain;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Orphan;
import io.rondo.core.layout.RecordLayout;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;

/**
 * Publishes numbered messages through claims: {@code kind file producer last habit}. The file, which outlives the
 * process, holds the number of the last message that was published completely, then 1 when the publisher is attached. While
 * the third number is not 0, an attached publisher waits.
 */
final class CrashPublisherMain implements Victim {
    /** How a message is published. */
    enum Habit {
        /** Each claim has the length of the message. */
        COMMITS,
        /** Before each message, a claim is aborted. */
        ABORTS,
        /** Each claim is longer than the message, and its unused part looks like headers. */
        COMMITS_SHORT
    }

    private static final int UNUSED = 200;
    private static final int PUBLISHED = 0;
    private static final int ATTACHED = 1;
    private static final int HELD = 2;
    private static final long PAUSE_NANOS = 100_000;

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        new CrashPublisherMain().run(Path.of(System.getenv("RONDO_DIR")), Kind.CHANNEL, arguments);
    }

    @Override
    public void run(Path directory, String channel, String... arguments) throws Exception {
        LongBuffer progress = StepConsumerMain.map(Path.of(arguments[1]));
        long producer = Long.parseLong(arguments[2]);
        long last = Long.parseLong(arguments[3]);
        Habit habit = Habit.valueOf(arguments[4]);
        MutableDirectBuffer message = Buffers.allocate(BulkProducerMain.PREFIX + BulkProducerMain.LONGEST);
        try (Rondo rondo = CrashChannel.connect(directory);
                Publisher out = Channels.publisher(rondo, channel,
                        CrashChannel.options(Kind.valueOf(arguments[0])))) {
            progress.put(ATTACHED, 1);
            while (progress.get(HELD) != 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            for (long number = 1; number <= last; number++) {
                int length = BulkProducerMain.write(message, producer, number);
                if (habit == Habit.ABORTS) {
                    write(out, message, length, 0).abort();
                }
                if (habit == Habit.COMMITS_SHORT) {
                    write(out, message, length, UNUSED).commit(length);
                } else {
                    write(out, message, length, 0).commit();
                }
                progress.put(PUBLISHED, number);
            }
        }
    }

    /** Makes a publisher that starts with this file wait before its first message. */
    static void hold(LongBuffer progress) {
        progress.put(HELD, 1);
    }

    static boolean isAttached(LongBuffer progress) {
        return progress.get(ATTACHED) != 0;
    }

    static void release(LongBuffer progress) {
        progress.put(HELD, 0);
    }

    private static Claim write(Publisher out, MutableDirectBuffer message, int length, int unused) {
        Claim claim = out.claim(length + unused);
        int half = length / 2;
        // Records begin at multiples of 64 bytes, and the payload 8 bytes behind.
        for (int i = BitUtil.align(length, Long.BYTES); i + Long.BYTES <= length + unused; i += Long.BYTES) {
            claim.buffer().putLong(claim.offset() + i, RecordLayout.committed(0));
        }
        claim.buffer().putBytes(claim.offset(), message, 0, half);
        claim.buffer().putBytes(claim.offset() + half, message, half, length - half);
        return claim;
    }
}
