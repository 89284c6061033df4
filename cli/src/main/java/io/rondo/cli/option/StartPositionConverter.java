package io.rondo.cli.option;

import io.rondo.client.StartPosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The first message of a sequenced topic: {@code earliest}, {@code latest}, a sequence, or a time. */
public final class StartPositionConverter implements ITypeConverter<StartPosition> {
    @Override
    public StartPosition convert(String value) {
        if (value.equals("earliest")) {
            return StartPosition.earliest();
        }
        if (value.equals("latest")) {
            return StartPosition.latest();
        }
        try {
            return value.chars().allMatch(Character::isDigit)
                    ? StartPosition.sequence(Long.parseLong(value))
                    : StartPosition.time(Instant.parse(value));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new TypeConversionException("'" + value
                    + "' is not earliest, latest, a sequence from 1, or a time such as 2026-11-21T10:00:00Z");
        }
    }
}
