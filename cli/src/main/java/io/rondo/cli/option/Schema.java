package io.rondo.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An SBE schema.
 *
 * @param id schema id
 * @param version schema version
 */
public record Schema(int id, int version) {
    /** Any schema. */
    static final Schema ANY = new Schema(0, 0);

    /** {@code 7} or {@code 7:2}. */
    static final class Converter implements ITypeConverter<Schema> {
        private static final Pattern SCHEMA = Pattern.compile("(\\d{1,5})(?::(\\d{1,5}))?");

        @Override
        public Schema convert(String value) {
            Matcher matcher = SCHEMA.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + value + "' is not a schema: give ID or ID:VERSION, such as 7:2");
            }
            String version = matcher.group(2);
            return new Schema(Integer.parseInt(matcher.group(1)), version == null ? 0 : Integer.parseInt(version));
        }
    }
}
