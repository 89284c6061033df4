package io.rondo.perf.harness;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The C programs that show the limits of the machine. */
enum Limit {
    /** The limit of a spinning round trip. */
    ROUND_TRIP("c-pingpong",
            "two C processes exchange 32 bytes in a new cache line each time, independent of the message length, one pause"
                    + " per empty poll") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.ROUND_TRIP;
        }

        @Override
        List<String> arguments(Point point, int capacity) {
            return List.of(Integer.toString(capacity / LINE));
        }
    },
    /** The limit of a parked round trip. */
    PARKED_ROUND_TRIP("c-futexpong", "two C processes wake each other through a futex, asleep at once") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.PARKED_ROUND_TRIP;
        }

        @Override
        List<String> arguments(Point point, int capacity) {
            return List.of();
        }
    },
    /** The limit of long messages one way. */
    COPY("c-copy", "one C process copies messages into shared memory, another copies them out") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.ONE_WAY && point.producers() == 1 && point.length() >= LONG_MESSAGE;
        }

        @Override
        List<String> arguments(Point point, int capacity) {
            return List.of(Integer.toString(capacity), Integer.toString(point.length()));
        }
    };

    private static final int LINE = 64;
    /** From this length in bytes on, the copying dominates the cost of a message. */
    private static final int LONG_MESSAGE = 16 * 1024;

    private final String label;
    private final String description;

    Limit(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Whether it is the limit of this point. */
    abstract boolean bounds(Point point);

    /** Arguments of the program. */
    abstract List<String> arguments(Point point, int capacity);

    /** Name in the report. */
    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** Name of the program; its source is a resource of that name and {@code .c}. */
    String program() {
        return label.substring(label.indexOf('-') + 1);
    }

    /** The limit of a point, if there is one. */
    static Optional<Limit> of(Point point) {
        return Arrays.stream(values()).filter(limit -> limit.bounds(point)).findFirst();
    }
}
