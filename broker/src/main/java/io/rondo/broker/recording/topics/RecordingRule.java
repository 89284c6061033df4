package io.rondo.broker.recording.topics;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Durability;
import java.util.Objects;

/**
 * A rule that plain topics are recorded. Immutable.
 *
 * @param name of the topic, or a pattern
 * @param durability {@code os} or {@code disk}
 * @param retention what the logs keep
 */
public record RecordingRule(NamePattern name, Durability durability, RetentionPolicy retention) {
    /**
     * Checks the durability.
     *
     * @throws IllegalArgumentException if it is {@code memory}
     */
    public RecordingRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(retention, "retention");
        if (durability != Durability.OS && durability != Durability.DISK) {
            throw new IllegalArgumentException("durability " + durability + " records nothing: use os or disk");
        }
    }
}
