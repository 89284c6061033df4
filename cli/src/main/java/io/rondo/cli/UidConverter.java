package io.rondo.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of users and groups, from 0 to 4,294,967,294. */
final class UidConverter implements ITypeConverter<Integer> {
    /** Means nobody to the kernel. */
    private static final int NONE = -1;

    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseUnsignedInt(value);
            if (number != NONE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new TypeConversionException("'" + value + "' is not the number of a user or group: give one, such as 1000"
                + " (see id)");
    }
}
