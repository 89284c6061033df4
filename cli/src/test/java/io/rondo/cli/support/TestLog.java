package io.rondo.cli.support;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.codecs.control.GapReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes the log of a channel. */
public final class TestLog implements AutoCloseable {
    /** Timestamp of the first message: 2023-11-14T22:13:20Z. */
    public static final long START = 1_700_000_000_000_000_000L;
    /** Nanoseconds between two messages. */
    public static final long INTERVAL = 1_000_000_000L;

    private final ChannelLog log;

    /** Opens or creates the log of a channel, with files of so many bytes. */
    public TestLog(Path logs, String channel, int fileLength) {
        log = ChannelLog.open(new MappedStorage(logs.resolve(channel), 0600),
                new LogSettings(channel, Durability.OS, fileLength, 0, 0), LogAlarms.NONE, RecoveryListener.NONE);
    }

    /** Appends a message, a second after the one before. */
    public TestLog add(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        long sequence = log.writer().nextSequence();
        return append(() -> log.writer().append(sequence, START + (sequence - 1) * INTERVAL, 0, 0, 0, 0,
                new UnsafeBuffer(bytes), 0, bytes.length));
    }

    /** Appends numbers. */
    public TestLog add(int from, int to) {
        for (int number = from; number <= to; number++) {
            add(Integer.toString(number));
        }
        return this;
    }

    /** States that so many messages are missing. */
    public TestLog gap(int count) {
        long sequence = log.writer().nextSequence();
        return append(() -> log.writer().markGap(sequence, sequence + count - 1, GapReason.LAPPED));
    }

    private TestLog append(Supplier<AppendResult> record) {
        while (record.get() != AppendResult.APPENDED) {
            log.preparer().doWork();
        }
        return this;
    }

    @Override
    public void close() {
        log.close();
    }
}
