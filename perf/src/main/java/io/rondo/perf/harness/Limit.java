package io.rondo.perf.harness;

import io.rondo.codecs.log.LogFrames;
import io.rondo.perf.competitor.LogDisk;
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
            return point.pattern() == Pattern.ROUND_TRIP || point.pattern() == Pattern.CALL
                    || point.pattern() == Pattern.SET_ROUND_TRIP;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
            return List.of(Integer.toString(ROUND_TRIP_LINES));
        }
    },
    /** The limit of a parked round trip. */
    PARKED_ROUND_TRIP("c-futexpong", "two C processes wake each other through a futex, asleep at once") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.PARKED_ROUND_TRIP
                    || point.pattern() == Pattern.PARKED_SET_ROUND_TRIP;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
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
        List<String> arguments(Point point, int capacity, Places places) {
            return List.of(Integer.toString(capacity), Integer.toString(point.length()));
        }
    },
    /** The limit of messages through a third process. */
    RELAY("c-relay",
            "three C processes: one writes messages into shared memory, one copies each into other shared memory, one"
                    + " reads them, all yield when they find nothing") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.RELAYED;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
            return List.of(Integer.toString(capacity), Integer.toString(point.length()));
        }
    },
    /** The limit of a log in the page cache. */
    LOG("c-log",
            "one C process writes the frames of Rondo's log into mapped files; other threads allocate files and sync full ones") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.RECORDED || point.pattern() == Pattern.LOGGED;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
            return logArguments("os", point, capacity, places);
        }
    },
    /** The limit of a log on the disk. */
    SYNCED_LOG("c-log-synced",
            "as c-log; a thread syncs the file whenever the last sync has ended, and the writer is at most one ring ahead"
                    + " of the syncs") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.SYNCED;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
            return logArguments("disk", point, capacity, places);
        }
    },
    /** The limit of one message that is synced before it is confirmed. */
    SYNC("c-log-sync", "one C process writes one frame of Rondo's log into a mapped file and calls fdatasync") {
        @Override
        boolean bounds(Point point) {
            return point.pattern() == Pattern.SYNCED_ROUND_TRIP;
        }

        @Override
        List<String> arguments(Point point, int capacity, Places places) {
            return logArguments("sync", point, capacity, places);
        }
    };

    private static final int LINE = 64;
    /** The same in every run, because it shows the state of the machine: 1 MiB in each direction. */
    static final int ROUND_TRIP_LINES = (1 << 20) / LINE;
    /** From this length in bytes on, the copying dominates the cost of a message. */
    private static final int LONG_MESSAGE = 16 * 1024;

    private final String label;
    private final String description;

    Limit(String label, String description) {
        this.label = label;
        this.description = description;
    }

    private static List<String> logArguments(String mode, Point point, int capacity, Places places) {
        return List.of(mode, places.disk().toString(), Integer.toString(LogFrames.DATA_HEADER_LENGTH + point.length()),
                Integer.toString(LogDisk.FILE_LENGTH), Integer.toString(capacity / Math.max(point.length(), LINE)));
    }

    /** Whether it is the limit of this point. */
    abstract boolean bounds(Point point);

    /** Arguments of the program. */
    abstract List<String> arguments(Point point, int capacity, Places places);

    /** Name in the report. */
    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** Name of the program; its source is a resource of that name and {@code .c}. */
    String program() {
        return label.split("-")[1];
    }

    /** The limit of a point, if there is one. */
    static Optional<Limit> of(Point point) {
        return Arrays.stream(values()).filter(limit -> limit.bounds(point)).findFirst();
    }
}
