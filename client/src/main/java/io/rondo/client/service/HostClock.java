package io.rondo.client.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Deadlines as two processes of one host exchange them: CLOCK_MONOTONIC of the initial time namespace, in milliseconds modulo
 * 2^32. {@link System#nanoTime()} reads CLOCK_MONOTONIC of the process's own time namespace
 * (time_namespaces(7)), the offset of which the kernel states.
 */
final class HostClock {
    private static final Path OFFSETS = Path.of("/proc/self/timens_offsets");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /** What CLOCK_MONOTONIC of this process is ahead of that of the initial time namespace. */
    private static final long OFFSET_NANOS = offset();

    private HostClock() {}

    private static long offset() {
        try {
            return offset(Files.readAllLines(OFFSETS));
        } catch (IOException e) {
            // A kernel without time namespaces.
            return 0;
        }
    }

    /** Returns the offset of CLOCK_MONOTONIC in nanoseconds, given the lines of the kernel's file. */
    static long offset(List<String> lines) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 3 && words[0].equals("monotonic")) {
                return Long.parseLong(words[1]) * NANOS_PER_SECOND + Long.parseLong(words[2]);
            }
        }
        return 0;
    }

    /** Returns the milliseconds of a deadline, rounded up, given a value of {@link System#nanoTime()}. */
    static long millis(long deadline) {
        return Math.floorDiv(deadline - OFFSET_NANOS + NANOS_PER_MILLI - 1, NANOS_PER_MILLI) & 0xFFFF_FFFFL;
    }

    /** Returns the nanoseconds from a time to a deadline, negative once the deadline has passed. */
    static long nanosLeft(long millis, long nanoTime) {
        long now = nanoTime - OFFSET_NANOS;
        long nowMillis = Math.floorDiv(now, NANOS_PER_MILLI);
        // The difference modulo 2^32, from -2^31.
        return (int) (millis - nowMillis) * NANOS_PER_MILLI - Math.floorMod(now, NANOS_PER_MILLI);
    }
}
