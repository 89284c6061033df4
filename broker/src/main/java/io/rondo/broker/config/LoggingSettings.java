package io.rondo.broker.config;

/**
 * What the broker's process logs.
 *
 * @param level least severe events that are logged
 * @param format their form
 */
public record LoggingSettings(Level level, Format format) {
    /** Severity of events. */
    public enum Level {
        /** Something does not work. */
        ERROR,
        /** Something may need attention. */
        WARN,
        /** A change of state in normal operation. */
        INFO,
        /** Details for developers. */
        DEBUG
    }

    /** Form of events. */
    public enum Format {
        /** A line of text. */
        TEXT,
        /** A JSON object on a line. */
        JSON
    }
}
