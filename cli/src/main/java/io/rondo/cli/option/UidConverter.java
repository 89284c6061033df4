package io.rondo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of users and groups, from 0 to 4,294,967,294. */
final class UidConverter implements ITypeConverter<Integer> {
    /** An invalid uid to the kernel. */
    private static final int NONE = -1;

    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseUnsignedInt(value);
            if (number != NONE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new TypeConversionException("'" + value + "' is not the number of a user or group: give one, such as 1000"
                + " (see id)");
    }
}
