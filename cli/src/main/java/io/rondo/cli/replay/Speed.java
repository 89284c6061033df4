package io.rondo.cli.replay;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The pace of a replay.
 *
 * @param factor how many times faster than the original; {@link Double#POSITIVE_INFINITY} for as fast as possible
 */
record Speed(double factor) {
    private static final double SLOWEST = 1e-6;
    private static final double FASTEST = 1e9;

    boolean isUnlimited() {
        return Double.isInfinite(factor);
    }

    /** {@code original}, {@code max}, or a factor such as {@code 2} or {@code 0.5}. */
    static final class Converter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String value) {
            if (value.equals("original")) {
                return new Speed(1);
            }
            if (value.equals("max")) {
                return new Speed(Double.POSITIVE_INFINITY);
            }
            try {
                double factor = Double.parseDouble(value);
                if (factor >= SLOWEST && factor <= FASTEST) {
                    return new Speed(factor);
                }
            } catch (NumberFormatException e) {
                // Reported below.
            }
            throw new TypeConversionException("'" + value
                    + "' is not a speed: give original, max, or a factor such as 2 or 0.5");
        }
    }
}
