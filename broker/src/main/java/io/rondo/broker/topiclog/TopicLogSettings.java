package io.rondo.broker.topiclog;

import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.client.log.LogLocation;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How the broker records topics. Immutable; each setter returns a changed copy.
 *
 * @param directory has a directory for each topic; created if it does not exist
 * @param durability of a topic for which the client asks for none
 * @param fileLength bytes of each new log file, a multiple of 4,096 up to 1 GiB; longer for topics with longer messages
 * @param retention what the logs keep
 */
public record TopicLogSettings(Path directory, Durability durability, int fileLength, RetentionPolicy retention) {
    /** Checks that nothing is null. */
    public TopicLogSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(retention, "retention");
    }

    /** Returns the defaults: durability {@code disk}, files of 64 MiB, everything is kept. */
    public static TopicLogSettings defaults() {
        return new TopicLogSettings(LogLocation.find(), Durability.DISK, LogSettings.DEFAULT_FILE_LENGTH,
                RetentionPolicy.UNLIMITED);
    }

    /** Sets the directory. */
    public TopicLogSettings directory(Path path) {
        return new TopicLogSettings(path, durability, fileLength, retention);
    }

    /** Sets the durability of topics for which the client asks for none. */
    public TopicLogSettings durability(Durability kind) {
        return new TopicLogSettings(directory, kind, fileLength, retention);
    }

    /** Sets the length of new files. */
    public TopicLogSettings fileLength(int bytes) {
        return new TopicLogSettings(directory, durability, bytes, retention);
    }

    /** Sets what the logs keep. */
    public TopicLogSettings retention(RetentionPolicy policy) {
        return new TopicLogSettings(directory, durability, fileLength, policy);
    }
}
