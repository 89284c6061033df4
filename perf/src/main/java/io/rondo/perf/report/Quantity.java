package io.rondo.perf.report;

import io.rondo.perf.measure.MachineState;
import java.util.Locale;

/** Formats numbers with three digits and a unit. */
final class Quantity {
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final int KIBI = 1 << 10;
    private static final int MEBI = 1 << 20;
    /** Fewer bytes per message are shown as 0. */
    static final double LEAST_BYTES = 0.01;

    private Quantity() {}

    /** About three significant digits. */
    static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : size >= 0.0995 || size == 0 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String nanos(double value) {
        return scaled(value, "ns", "us", "ms", "s");
    }

    static String rate(double perSecond) {
        return perSecond < KILO ? String.format(Locale.ROOT, "%.0f/s", perSecond) : prefixed(perSecond) + "/s";
    }

    static String bytesPerSecond(double value) {
        return prefixed(value) + "B/s";
    }

    private static String prefixed(double value) {
        return scaled(value, "", "k", "M", "G");
    }

    /** With the largest unit that leaves a value of at least 1; whole numbers in the smallest unit. */
    private static String scaled(double value, String... units) {
        if (value < KILO) {
            return String.format(Locale.ROOT, "%.0f ", value) + units[0];
        }
        return value < MEGA
                ? digits(value / KILO) + " " + units[1]
                : value < GIGA ? digits(value / MEGA) + " " + units[2] : digits(value / GIGA) + " " + units[3];
    }

    /** An intended rate. */
    static String roundRate(long perSecond) {
        return perSecond % 1_000_000 == 0 && perSecond > 0
                ? perSecond / 1_000_000 + " M/s"
                : perSecond % 1000 == 0 && perSecond > 0 ? perSecond / 1000 + " k/s" : perSecond + "/s";
    }

    static String percent(double fraction) {
        return digits(fraction * 100) + " %";
    }

    /** Bytes per message; less than {@value #LEAST_BYTES} are shown as 0. */
    static String allocated(double bytes) {
        return bytes < LEAST_BYTES ? "0" : digits(bytes);
    }

    /** A state of the machine with its round trips. */
    static String state(MachineState state) {
        String before = nanos(state.before());
        String after = nanos(state.after());
        return state.name() + ", limit " + (before.equals(after) ? before : before + " to " + after);
    }

    /** A number of bytes, such as the length of a message. */
    static String length(long bytes) {
        return bytes >= MEBI && bytes % MEBI == 0
                ? bytes / MEBI + " MiB"
                : bytes >= KIBI && bytes % KIBI == 0 ? bytes / KIBI + " KiB" : bytes + " B";
    }
}
