package io.rondo.cli.option;

import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.OutputFormat;
import io.rondo.client.Durability;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The constants of an enumeration, in lower case and with hyphens. */
public abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> choices;

    private ChoiceConverter(Class<E> type) {
        this(List.of(type.getEnumConstants()));
    }

    private ChoiceConverter(List<E> choices) {
        this.choices = choices;
    }

    @Override
    public final E convert(String value) {
        for (E constant : choices) {
            if (name(constant).equals(value)) {
                return constant;
            }
        }
        throw new TypeConversionException("'" + value + "' is not one of "
                + choices.stream().map(ChoiceConverter::name).collect(Collectors.joining(", ")));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code memory}, {@code os}, {@code disk}. */
    public static final class Durabilities extends ChoiceConverter<Durability> {
        public Durabilities() {
            super(Durability.class);
        }
    }

    /** {@code queue}, {@code topic}, {@code work}, {@code sequenced}. */
    public static final class Kind extends ChoiceConverter<ChannelKind> {
        public Kind() {
            // A service is opened by commands of its own.
            super(List.of(ChannelKind.QUEUE, ChannelKind.TOPIC, ChannelKind.WORK, ChannelKind.SEQUENCED));
        }
    }

    /** {@code queue}, {@code topic}. */
    public static final class PlainKind extends ChoiceConverter<ChannelKind> {
        public PlainKind() {
            super(List.of(ChannelKind.QUEUE, ChannelKind.TOPIC));
        }
    }

    /** {@code auto}, {@code shm}, {@code shm-descriptor}, {@code socket}. */
    public static final class Transports extends ChoiceConverter<Transport> {
        public Transports() {
            super(Transport.class);
        }
    }

    /** {@code block}, {@code drop-oldest}, {@code evict}. */
    public static final class Slow extends ChoiceConverter<SlowConsumer> {
        public Slow() {
            super(SlowConsumer.class);
        }
    }

    /** Input formats of {@code pub}. */
    public static final class Input extends ChoiceConverter<InputFormat> {
        public Input() {
            super(InputFormat.class);
        }
    }

    /** Output formats of {@code sub} and {@code tail}. */
    public static final class Output extends ChoiceConverter<OutputFormat> {
        public Output() {
            super(OutputFormat.class);
        }
    }
}
