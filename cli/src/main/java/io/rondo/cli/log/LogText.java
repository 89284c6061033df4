package io.rondo.cli.log;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.rondo.codecs.control.GapReason;
import java.time.Instant;
import java.util.Locale;

/** Parts of text and JSON that several commands print. */
public final class LogText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String[] UNITS = {"", "k", "m", "g", "t"};
    private static final int UNIT_SHIFT = 10;

    private LogText() {}

    /** Describes missing messages. */
    public static String gap(long first, long last, GapReason reason) {
        return (first == last ? "message " + first + " is" : "messages " + first + " to " + last + " are")
                + " missing: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the time of a timestamp, ISO 8601, UTC. */
    static String time(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
                .toString();
    }

    /** Returns a number of bytes in the largest unit that leaves no rest. */
    public static String size(long bytes) {
        int unit = 0;
        long count = bytes;
        while (count >= 1 << UNIT_SHIFT && count % (1 << UNIT_SHIFT) == 0 && unit < UNITS.length - 1) {
            count >>= UNIT_SHIFT;
            unit++;
        }
        return count + UNITS[unit];
    }

    /** Prints an array, or the only element of one that stands for one log. */
    static String print(JsonArray array, boolean oneLog) {
        return print(oneLog ? array.get(0) : array);
    }

    static String print(JsonElement json) {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
    }
}
