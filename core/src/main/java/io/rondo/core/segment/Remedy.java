package io.rondo.core.segment;

/** What to change in the settings of a participant that do not match a channel. */
public final class Remedy {
    private Remedy() {}

    /**
     * Returns how to match a property of the channel.
     *
     * @param property its name in messages, such as {@code max message length}
     * @param value what the channel has; null if no value can be named
     * @return such as {@code set max message length (--max-message) to 1000 or leave it unset}
     */
    public static String set(String property, Object value) {
        String named = property + " (" + option(property) + ")";
        return value == null ? "leave " + named + " unset" : "set " + named + " to " + value + " or leave it unset";
    }

    /** Returns the option of the command line; if there is none, the setter. */
    private static String option(String property) {
        return switch (property) {
            case "max message length" -> "--max-message";
            case "processing deadline in ms" -> "--processing-deadline";
            case "schema id", "schema version" -> "--schema";
            case "max participants" -> "maxParticipants";
            case "fence side" -> "fenceSide";
            default -> "--" + property.replace(' ', '-');
        };
    }
}
