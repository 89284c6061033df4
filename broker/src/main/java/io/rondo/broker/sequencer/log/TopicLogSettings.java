package io.rondo.broker.sequencer.log;

import io.rondo.broker.log.LogSettings;
import io.rondo.client.log.LogLocation;
import io.rondo.codecs.log.LogFileHeader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * Where the broker records topics. Immutable; each setter returns a changed copy.
 *
 * @param directory has a directory for each topic; created if it does not exist
 * @param fileLength bytes of each new log file, a multiple of 4,096 up to 1 GiB; longer for topics with longer messages
 * @param copies names of the topics that bridges receive: copies of topics that other brokers sequence
 */
public record TopicLogSettings(Path directory, int fileLength, Set<String> copies) {
    /** A file has space for at least so many of the longest messages. */
    private static final long LONGEST_PER_FILE = 4;
    private static final int PAGE = 4096;

    /** Checks that the directory is not null. */
    public TopicLogSettings {
        Objects.requireNonNull(directory, "directory");
        copies = Set.copyOf(copies);
    }

    /** Without copies. */
    public TopicLogSettings(Path directory, int fileLength) {
        this(directory, fileLength, Set.of());
    }

    /** Returns the defaults: the usual directory, files of 64 MiB. */
    public static TopicLogSettings defaults() {
        return new TopicLogSettings(LogLocation.find(), LogSettings.DEFAULT_FILE_LENGTH);
    }

    /**
     * Returns the length of new files of one topic.
     *
     * @param longest bytes of the longest message
     * @return bytes; more than {@link #fileLength()} for long messages
     */
    public int fileLengthFor(int longest) {
        long wanted = (LONGEST_PER_FILE * longest + 2 * PAGE) / PAGE * PAGE;
        return (int) Math.min(Math.max(fileLength, wanted), LogFileHeader.MAX_FILE_LENGTH);
    }

    /** Sets the directory. */
    public TopicLogSettings directory(Path path) {
        return new TopicLogSettings(path, fileLength, copies);
    }

    /** Sets the length of new files. */
    public TopicLogSettings fileLength(int bytes) {
        return new TopicLogSettings(directory, bytes, copies);
    }

    /** Sets the names of the copies. */
    public TopicLogSettings copies(Set<String> topics) {
        return new TopicLogSettings(directory, fileLength, topics);
    }
}
