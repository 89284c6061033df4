package io.rondo.broker.cli;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The channel and its creation options, which are compared on an existing channel only when given. */
final class ChannelMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CHANNEL",
            description = "1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a dot; created if it is not there.")
    private String channel;

    @Option(names = "--kind", paramLabel = "queue|topic", converter = ChoiceConverter.Kind.class,
            description = "queue (default): each message to one consumer; topic: to every attached consumer.")
    private ChannelKind kind;

    @Option(names = "--single-producer", description = "The queue has one producer only, which is faster.")
    private Boolean singleProducer;

    @Option(names = "--capacity", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Bytes the channel holds, a power of two from 4k to 512m (default 1m).")
    private Integer capacity;

    @Option(names = "--max-message", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "The longest message (default: the most there can be, half the capacity less 8 bytes).")
    private Integer maxMessage;

    @Option(names = "--schema", paramLabel = "ID[:VERSION]", converter = Schema.Converter.class,
            description = "SBE schema of the messages (default: any).")
    private Schema schema;

    @Option(names = "--ephemeral", description = "The channel goes with its last participant.")
    private Boolean ephemeral;

    @Option(names = "--transport", paramLabel = "auto|shm|socket", converter = ChoiceConverter.Transports.class,
            description = "How messages travel (default auto).")
    private Transport transport;

    /** Attaches as a producer. */
    Publisher publisher(Rondo rondo) {
        ChannelOptions options = checked(options()::build);
        return checked(() -> rondo.publisher(channel, options));
    }

    /** Attaches as a consumer, with a policy or null for the default. */
    Subscriber subscriber(Rondo rondo, SlowConsumer slow) {
        ChannelOptions.Builder builder = options();
        if (slow != null) {
            builder.slowConsumer(slow);
        }
        ChannelOptions options = checked(builder::build);
        return checked(() -> rondo.subscriber(channel, options));
    }

    private ChannelOptions.Builder options() {
        return checked(() -> {
            ChannelOptions.Builder builder = ChannelOptions.builder();
            if (kind != null) {
                builder.kind(kind);
            }
            if (singleProducer != null) {
                builder.singleProducer(singleProducer);
            }
            if (capacity != null) {
                builder.capacity(capacity);
            }
            if (maxMessage != null) {
                builder.maxMessageLength(maxMessage);
            }
            if (schema != null) {
                builder.schema(schema.id(), schema.version());
            }
            if (ephemeral != null) {
                builder.ephemeral(ephemeral);
            }
            if (transport != null) {
                builder.transport(transport);
            }
            return builder;
        });
    }

    /** An argument the client refuses was given on the command line: a usage error. */
    private <T> T checked(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
