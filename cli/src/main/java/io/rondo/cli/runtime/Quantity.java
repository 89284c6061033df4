package io.rondo.cli.runtime;

/** A number with its unit, as text. */
public final class Quantity {
    private Quantity() {}

    /**
     * Joins a number and a unit.
     *
     * @param number of things
     * @param unit in the singular, with a regular plural
     * @return such as {@code 1 message} or {@code 2 messages}
     */
    public static String of(long number, String unit) {
        return number + " " + (number == 1 ? unit : unit + "s");
    }
}
