package io.rondo.perf.soak;

import java.time.Duration;

/**
 * How long and how hard.
 *
 * @param duration of the run
 * @param producers that live at once
 * @param capacity of the queue in bytes
 * @param seed of the random lives
 */
public record SoakOptions(Duration duration, int producers, int capacity, long seed) {
    /** The options, for people. */
    public static final String USAGE = "usage: Soak [--minutes 10] [--producers 4] [--capacity 1048576] [--seed N]";

    /** How long a soak takes where nothing is said. */
    public static final double DEFAULT_MINUTES = 10;

    private static final double MILLIS_PER_MINUTE = 60_000;
    /** A year: what nobody means to wait for, and what a clock in nanoseconds still holds. */
    private static final double MOST_MINUTES = 525_600;

    /**
     * Reads a command line.
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
                default -> throw new IllegalArgumentException("there is no option " + option);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value + " is no positive number", e);
        }
    }

    /**
     * How long a run of so many minutes takes, to the millisecond.
     *
     * @throws IllegalArgumentException if they are not above 0 or more than a year; the message names them
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
