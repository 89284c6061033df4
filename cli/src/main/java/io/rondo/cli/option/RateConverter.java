package io.rondo.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rates in messages per second: {@code 1000/s} or {@code 1000}, also {@code 0.5/s}. */
public final class RateConverter implements ITypeConverter<Double> {
    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(?:/s)?");

    @Override
    public Double convert(String value) {
        Matcher matcher = RATE.matcher(value);
        double rate = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (rate <= 0) {
            throw new TypeConversionException(
                    "'" + value + "' is not a rate: give messages per second above 0, such as 1000/s");
        }
        return rate;
    }
}
