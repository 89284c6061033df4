package io.rondo.cli.log;

import com.google.gson.JsonObject;
import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.OpenLogFile;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import io.rondo.core.os.LockFile;
import io.rondo.core.ring.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A log in short, without reading all of it.
 *
 * @param directory of the log
 * @param header of the newest file
 * @param files number of files
 * @param bytes length of all files
 * @param firstSequence oldest sequence; greater than the last one if the log has none
 * @param lastSequence last sequence
 * @param firstTimestamp of the oldest message; 0 if there is none
 * @param lastTimestamp of the last message; 0 if there is none, or a gap is last
 * @param written whether a process writes it now
 */
public record LogSummary(Path directory, LogFileHeader header, int files, long bytes, long firstSequence,
        long lastSequence,
        long firstTimestamp, long lastTimestamp, boolean written) {
    private static final String LOCK = "lock";

    /**
     * Looks at a log.
     *
     * @param directory of the log
     * @return its summary
     * @throws LogException if there is none, or it cannot be read
     */
    public static LogSummary of(Path directory) {
        LogDirectory files = new LogDirectory(directory);
        try (LogReader reader = new LogReader(files, (first, last, reason) -> {
            // Not looked for.
        })) {
            List<LogFileName> names = new LogFileSet(files.names()).files();
            long bytes = names.stream().mapToLong(name -> length(files, name)).sum();
            long first = reader.nextSequence();
            long firstTimestamp = timestampOfNext(reader);
            reader.seekLatest();
            long last = reader.nextSequence() - 1;
            long lastTimestamp = 0;
            if (last >= first) {
                reader.seekSequence(last);
                lastTimestamp = timestampOfNext(reader);
            }
            return new LogSummary(directory, header(files, names.getLast()), names.size(), bytes, first, last,
                    firstTimestamp, lastTimestamp, isWritten(directory));
        }
    }

    private static long timestampOfNext(LogReader reader) {
        long[] timestamp = new long[1];
        reader.poll(record -> {
            timestamp[0] = record.timestamp();
            return Action.ABORT;
        }, 1);
        return timestamp[0];
    }

    private static long length(LogDirectory files, LogFileName name) {
        try (OpenLogFile file = OpenLogFile.open(files, name)) {
            return file == null ? 0 : file.memory().byteSize();
        }
    }

    private static LogFileHeader header(LogDirectory files, LogFileName name) {
        try (OpenLogFile file = OpenLogFile.open(files, name)) {
            if (file != null && file.header() != null) {
                return file.header();
            }
        }
        throw new LogException(Reason.DAMAGED, files.describe(name.file())
                + " is damaged: its header cannot be read: run 'rondo log verify'");
    }

    /** Returns the id that the first readable header states; 0 if there is none. */
    static long logId(LogDirectory files) {
        for (LogFileName name : new LogFileSet(files.names()).files()) {
            try (OpenLogFile file = OpenLogFile.open(files, name)) {
                if (file != null && file.header() != null) {
                    return file.header().logId();
                }
            } catch (LogException e) {
                // Verification reports it.
            }
        }
        return 0;
    }

    private static boolean isWritten(Path directory) {
        try (LockFile lock = LockFile.openForQueries(directory.resolve(LOCK))) {
            return lock != null && lock.isLockedByOther(0, 1);
        }
    }

    /** Returns the durability of the newest file. */
    public String durability() {
        Durability[] values = Durability.values();
        return header.durability() < 0 || header.durability() >= values.length
                ? "unknown"
                : values[header.durability()].name().toLowerCase(Locale.ROOT);
    }

    /** Returns the keys that {@code log ls}, {@code log info} and {@code stat} have in common. */
    public JsonObject json() {
        JsonObject object = new JsonObject();
        object.addProperty("channel", header.channel());
        object.addProperty("directory", directory.toString());
        object.addProperty("durability", durability());
        object.addProperty("written", written);
        object.addProperty("files", files);
        object.addProperty("bytes", bytes);
        object.addProperty("firstSequence", firstSequence);
        object.addProperty("lastSequence", lastSequence);
        if (firstTimestamp != 0) {
            object.addProperty("firstTime", LogText.time(firstTimestamp));
        }
        if (lastTimestamp != 0) {
            object.addProperty("lastTime", LogText.time(lastTimestamp));
        }
        return object;
    }
}
