package io.rondo.cli;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import java.time.Duration;
import java.util.List;
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
            description = "auto (default): shared memory, or a socket where that is out of reach; shm: shared memory or an error; "
                    + "socket: a socket to the channel's owner, which itself uses shared memory if it can.")
    private Transport transport;

    @Option(names = "--file-mode", paramLabel = "0600|0660", converter = FileModeConverter.class,
            description = "Mode of the channel's files: for this user alone (default), or for its group too.")
    private Integer fileMode;

    @Option(names = "--allow-uid", paramLabel = "UID", converter = UidConverter.class,
            description = "As the channel's owner, let this user in over the socket; may be given more than once.")
    private List<Integer> allowedUids = List.of();

    @Option(names = "--allow-gid", paramLabel = "GID", converter = UidConverter.class,
            description = "As the channel's owner, let this group in over the socket; may be given more than once.")
    private List<Integer> allowedGids = List.of();

    @Option(names = "--linger", paramLabel = "TIME", converter = DurationConverter.class,
            description = "At the end, wait this long for what is under way over sockets (default 5s).")
    private Duration linger;

    /** The channel's name, which need not be valid. */
    String name() {
        return channel;
    }

    /** Whether it was said to be a topic. */
    boolean isTopic() {
        return kind == ChannelKind.TOPIC;
    }

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
            if (fileMode != null) {
                builder.fileMode(fileMode);
            }
            return addOwn(builder);
        });
    }

    /** What belongs to this participant alone. */
    private ChannelOptions.Builder addOwn(ChannelOptions.Builder builder) {
        if (transport != null) {
            builder.transport(transport);
        }
        if (linger != null) {
            builder.linger(linger);
        }
        allowedUids.forEach(builder::allowUid);
        allowedGids.forEach(builder::allowGid);
        return builder;
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
