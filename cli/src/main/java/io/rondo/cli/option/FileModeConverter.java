package io.rondo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 0600} for the owner's user alone, {@code 0660} for its group too. */
final class FileModeConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        return switch (value) {
            case "0600", "600" -> 0600;
            case "0660", "660" -> 0660;
            default -> throw new TypeConversionException("'" + value + "' is not a mode: give 0600 or 0660");
        };
    }
}
