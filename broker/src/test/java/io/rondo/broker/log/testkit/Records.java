package io.rondo.broker.log.testkit;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogReader;
import io.rondo.core.ring.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages for a log and what a reader finds of them. */
public final class Records {
    /** Name of the channel. */
    public static final String CHANNEL = "orders";
    /** A short file. */
    public static final int FILE_LENGTH = 16 << 10;

    private Records() {}

    /** Opens a log with short files. */
    public static ChannelLog open(LogStorage storage, Durability durability) {
        return open(storage, durability, FILE_LENGTH);
    }

    /** Opens a log. */
    public static ChannelLog open(LogStorage storage, Durability durability, int fileLength) {
        return ChannelLog.open(storage, new LogSettings(CHANNEL, durability, fileLength, 0, 0), LogAlarms.NONE,
                RecoveryListener.NONE);
    }

    /** Returns a message that no other call returns, by a seed. */
    public static byte[] message(Random random, int maxLength) {
        byte[] message = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(message);
        return message;
    }

    /** Appends a message; makes files as needed. */
    public static AppendResult append(ChannelLog log, byte[] message) {
        AppendResult result = tryAppend(log, message);
        if (result == AppendResult.NOT_READY) {
            log.preparer().doWork();
            result = tryAppend(log, message);
        }
        return result;
    }

    /** Appends a message if a file has room. */
    public static AppendResult tryAppend(ChannelLog log, byte[] message) {
        long sequence = log.writer().nextSequence();
        return log.writer().append(sequence, sequence * 10, 1 + sequence % 3, sequence, 7, sequence * 100,
                new UnsafeBuffer(message), 0, message.length);
    }

    /** What a reader finds: messages from the earliest on, and null for each one that is missing. */
    public static List<byte[]> read(LogFiles files) {
        List<byte[]> found = new ArrayList<>();
        try (LogReader reader = new LogReader(files, (first, last, reason) -> {
            for (long sequence = first; sequence <= last; sequence++) {
                found.add(null);
            }
        })) {
            long from = reader.nextSequence();
            while (reader.poll(record -> {
                if (record.sequence() != from + found.size()) {
                    throw new AssertionError("sequence " + record.sequence() + " after " + (from + found.size() - 1));
                }
                byte[] message = new byte[record.payload().capacity()];
                record.payload().getBytes(0, message);
                found.add(message);
                return Action.CONTINUE;
            }, 100) > 0) {
                // Until there is no more.
            }
        }
        return found;
    }
}
