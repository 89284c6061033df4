package io.rondo.perf.soak;

import java.time.Duration;

/**
 * The options of a soak.
 *
 * @param duration duration of the run
 * @param producers number of producers that are alive at the same time
 * @param capacity bytes of the queue
 * @param seed seed of the random lifetimes
 */
public record SoakOptions(Duration duration, int producers, int capacity, long seed) {
    /** The usage message. */
    public static final String USAGE = "usage: Soak [--minutes 10] [--producers 4] [--capacity 1048576] [--seed N]";

    /** The default duration. */
    public static final double DEFAULT_MINUTES = 10;

    private static final double MILLIS_PER_MINUTE = 60_000;
    /** A year, which a clock in nanoseconds can represent. */
    private static final double MOST_MINUTES = 525_600;

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException if an option is unknown or its value invalid; the message names both
     */
    public static SoakOptions parse(String... arguments) {
        SoakOptions options = new SoakOptions(minutes(DEFAULT_MINUTES), 4, 1 << 20, System.nanoTime());
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("option " + arguments[i] + " needs a value");
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private SoakOptions with(String option, String value) {
        try {
            return switch (option) {
                case "--minutes" -> new SoakOptions(minutes(Double.parseDouble(value)), producers, capacity, seed);
                case "--producers" -> new SoakOptions(duration, positive(Integer.parseInt(value)), capacity, seed);
                case "--capacity" -> new SoakOptions(duration, producers, positive(Integer.parseInt(value)), seed);
                case "--seed" -> new SoakOptions(duration, producers, capacity, Long.parseLong(value));
                default -> throw new IllegalArgumentException("unknown option " + option);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value + ": give a positive number", e);
        }
    }

    /**
     * The duration of a number of minutes, rounded up to milliseconds.
     *
     * @throws IllegalArgumentException if the number is not above 0 or is more than a year; the message names it
     */
    public static Duration minutes(double value) {
        if (!(value > 0 && value <= MOST_MINUTES)) {
            throw new IllegalArgumentException(
                    "--minutes " + value + ": give a number above 0 and at most " + (long) MOST_MINUTES);
        }
        return Duration.ofMillis((long) Math.ceil(value * MILLIS_PER_MINUTE));
    }

    private static int positive(int value) {
        if (value <= 0) {
            throw new NumberFormatException();
        }
        return value;
    }
}
