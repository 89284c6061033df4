package io.rondo.perf.competitor;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogRecordHandler;
import io.rondo.core.ring.Action;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Retry;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Rondo's log without a broker: one process appends, another reads. The durability is {@code os}. */
final class LogCompetitor implements Competitor {
    private static final int OWNER_ONLY = 0600;
    private static final int PAUSE_MILLIS = 10;

    private final CompetitorSettings settings;
    private final List<AutoCloseable> opened = new ArrayList<>();

    LogCompetitor(CompetitorSettings settings) {
        this.settings = settings;
    }

    private Path directory(String channel) {
        return settings.disk().resolve(channel);
    }

    @Override
    public Sender sender(String channel) {
        ChannelLog log = ChannelLog.open(new MappedStorage(directory(channel), OWNER_ONLY),
                LogSettings.of(channel, Durability.OS), LogAlarms.NONE, RecoveryListener.NONE);
        opened.add(start(log.syncer()));
        opened.add(start(log.preparer()));
        opened.add(start(new Deleting(new Retention(log, new RetentionPolicy(LogDisk.KEPT_BYTES, 0, false),
                log::saveCheckpoint))));
        opened.add(log);
        return new LogSender(log.writer(), settings.point().length());
    }

    private static AgentRunner start(Agent agent) {
        AgentRunner runner = new AgentRunner(new SleepingMillisIdleStrategy(PAUSE_MILLIS), Throwable::printStackTrace,
                null,
                agent);
        AgentRunner.startOnThread(runner, Thread.ofPlatform().daemon().factory());
        return runner;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        LogDirectory files = new LogDirectory(directory(channel));
        LogRecordHandler handler = message -> {
            reader.read(message.payload(), 0, message.payload().capacity());
            return Action.CONTINUE;
        };
        LogReader log = Retry.untilThere(channel, () -> {
            try {
                return new LogReader(files, (first, last, reason) -> {
                    throw new IllegalStateException("messages " + first + " to " + last + " are missing: " + reason);
                });
            } catch (LogException e) {
                throw new IOException(e);
            }
        });
        opened.add(log);
        return () -> log.poll(handler, Receiver.LIMIT);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(opened);
    }

    /** Deletes the oldest files. */
    private record Deleting(Retention retention) implements Agent {
        @Override
        public int doWork() {
            retention.apply(0, Retention.NOTHING_NEEDED);
            return 0;
        }

        @Override
        public String roleName() {
            return "retention";
        }
    }

    private static final class LogSender implements Sender {
        private final LogWriter log;
        private final UnsafeBuffer message;
        private final SystemEpochNanoClock clock = new SystemEpochNanoClock();
        private long timestamp;

        LogSender(LogWriter log, int length) {
            this.log = log;
            message = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
            flush();
        }

        /** The clock is read once per burst, as the broker does. */
        @Override
        public void flush() {
            timestamp = Math.max(log.lastTimestamp(), clock.nanoTime());
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            writer.write(message, 0, length);
            AppendResult result = log.append(log.nextSequence(), timestamp, 0, 0, 0, 0, message, 0, length);
            if (result == AppendResult.NO_SPACE || result == AppendResult.READ_ONLY) {
                throw new IllegalStateException("the log takes no more messages: " + result);
            }
            return result == AppendResult.APPENDED;
        }
    }
}
