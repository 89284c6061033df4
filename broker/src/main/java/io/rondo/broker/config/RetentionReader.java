package io.rondo.broker.config;

import io.rondo.broker.log.retention.RetentionPolicy;
import java.time.Duration;

/** Reads what a log keeps. */
final class RetentionReader {
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);

    private RetentionReader() {}

    /**
     * Reads {@code retention}.
     *
     * @param section with all keys
     * @param withInterest whether it has the key {@code interest}
     */
    static RetentionPolicy read(Section section, boolean withInterest) {
        Long size = section.size("size", bytes -> bytes > 0, " of at least a byte", "unlimited");
        Duration age = section.duration("age", SHORTEST_AGE, LONGEST_AGE, ", from 1s", "unlimited");
        return new RetentionPolicy(size == null ? 0 : size, age == null ? 0 : age.toNanos(),
                withInterest && section.flag("interest"));
    }
}
