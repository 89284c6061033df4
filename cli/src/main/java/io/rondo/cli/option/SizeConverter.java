package io.rondo.cli.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in bytes: {@code 4096}, {@code 64k}, {@code 1m}, {@code 1g}; the units are powers of 1024. */
public final class SizeConverter implements ITypeConverter<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmg]?)");

    /** Keeps no state. */
    public SizeConverter() {}

    @Override
    public Integer convert(String value) {
        long bytes = parse(value);
        if (bytes > Integer.MAX_VALUE) {
            throw new TypeConversionException("'" + value + "' is too large: give at most 512m");
        }
        return (int) bytes;
    }

    private static long parse(String value) {
        Matcher matcher = SIZE.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + value + "' is not a size: give bytes, or 64k, 1m, 1g");
        }
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
    }

    /** Sizes on a disk, which may be larger. */
    public static final class OnDisk implements ITypeConverter<Long> {
        /** Keeps no state. */
        public OnDisk() {}

        @Override
        public Long convert(String value) {
            return parse(value);
        }
    }
}
