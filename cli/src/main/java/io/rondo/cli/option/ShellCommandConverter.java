package io.rondo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses a command for the shell without text: the shell would do nothing and succeed. */
public final class ShellCommandConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException("'" + value + "' is no command: give one, such as cat");
        }
        return value;
    }
}
