package io.rondo.cli;

import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.OutputFormat;
import io.rondo.client.ChannelKind;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Transport;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The constants of an enumeration, in lower case and with hyphens. */
abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    private ChoiceConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public final E convert(String value) {
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(value)) {
                return constant;
            }
        }
        throw new TypeConversionException("'" + value + "' is not one of "
                + Arrays.stream(type.getEnumConstants()).map(ChoiceConverter::name).collect(Collectors.joining(", ")));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code queue}, {@code topic}. */
    static final class Kind extends ChoiceConverter<ChannelKind> {
        Kind() {
            super(ChannelKind.class);
        }
    }

    /** {@code auto}, {@code shm}, {@code socket}. */
    static final class Transports extends ChoiceConverter<Transport> {
        Transports() {
            super(Transport.class);
        }
    }

    /** {@code block}, {@code drop-oldest}, {@code evict}. */
    static final class Slow extends ChoiceConverter<SlowConsumer> {
        Slow() {
            super(SlowConsumer.class);
        }
    }

    /** What {@code pub} reads. */
    static final class Input extends ChoiceConverter<InputFormat> {
        Input() {
            super(InputFormat.class);
        }
    }

    /** What {@code sub} writes. */
    static final class Output extends ChoiceConverter<OutputFormat> {
        Output() {
            super(OutputFormat.class);
        }
    }
}
