package io.rondo.broker.topiclog;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.writer.LogProgress;
import io.rondo.broker.status.LogState;
import io.rondo.broker.status.LogStatus;
import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The figures of a log for its status. */
public final class LogFigures {
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
        int files = 0;
        long bytes = 0;
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> found = entries.filter(each -> LogFileName.parse(each.getFileName().toString()) != null)
                    .toList();
            for (Path file : found) {
                bytes += Files.size(file);
                files++;
            }
        } catch (IOException | UncheckedIOException e) {
            // Retention deletes files meanwhile; the next look finds the others.
        }
        return new LogStatus(state(log), progress.writtenSequence(), progress.durableSequence(),
                progress.writtenBytes(), files, bytes, gaps, missing,
                log.syncer().runningSyncNanos() / NANOS_PER_SECOND);
    }

    private static LogState state(ChannelLog log) {
        if (log.progress().failure() != null) {
            return LogState.READ_ONLY;
        }
        return log.preparer().failure() == null ? LogState.RECORDING : LogState.NO_SPACE;
    }
}
