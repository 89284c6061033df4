package io.rondo.broker.sequencer.log;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.writer.LogProgress;
import io.rondo.broker.status.LogState;
import io.rondo.broker.status.LogStatus;
import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The figures of a log for its status. */
public final class LogFigures {
    private static final long DELETED = -1;
    private static final double NANOS_PER_SECOND = 1e9;

    private LogFigures() {}

    /**
     * Looks at a log.
     *
     * @param log also one that was closed
     * @param directory of the log
     * @param gaps gaps that were marked since it was opened
     * @param missing messages that went on without it
     * @return the log now
     */
    public static LogStatus of(ChannelLog log, Path directory, long gaps, long missing) {
        LogProgress progress = log.progress();
        List<Long> lengths = lengths(directory);
        return new LogStatus(state(log), progress.writtenSequence(), progress.durableSequence(),
                progress.writtenBytes(), lengths.size(), lengths.stream().mapToLong(Long::longValue).sum(), gaps,
                missing,
                log.syncer().runningSyncNanos() / NANOS_PER_SECOND);
    }

    /** Empty if the directory cannot be read: a status is best effort. */
    static List<Long> lengths(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(each -> LogFileName.parse(each.getFileName().toString()) != null)
                    .map(LogFigures::length)
                    .filter(length -> length != DELETED)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return DELETED; // Retention deletes files meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogState state(ChannelLog log) {
        if (log.progress().failure() != null) {
            return LogState.READ_ONLY;
        }
        return log.preparer().failure() == null ? LogState.RECORDING : LogState.NO_SPACE;
    }
}
