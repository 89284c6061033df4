package io.rondo.cli.option;

import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.Subscriber;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.settings.WorkQueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The channel and its creation options, which are compared on an existing channel only when given. */
public final class ChannelMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CHANNEL",
            description = "1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a dot; created if it does not exist.")
    private String channel;

    @Option(names = "--kind", paramLabel = "queue|topic|work|sequenced", converter = ChoiceConverter.Kind.class,
            description = "queue (default): each message to one consumer; topic: to every attached consumer; "
                    + "work: to one of many consumers, until one acknowledges it; "
                    + "sequenced: from many producers to every attached consumer, in one order; needs a broker.")
    private ChannelKind kind;

    @Option(names = "--single-producer", description = "The queue has one producer only, which is faster.")
    private Boolean singleProducer;

    @Option(names = "--max-deliveries", paramLabel = "N",
            description = "A message of a work queue becomes a dead letter after N deliveries (default 0: no limit).")
    private Integer maxDeliveries;

    @Option(names = "--processing-deadline", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Other consumers of a work queue may take a message over that was not acknowledged for so long "
                    + "(default: never).")
    private Duration processingDeadline;

    @Mixin
    private ChannelProperties properties;

    @Option(names = "--allow-uid", paramLabel = "UID", converter = UidConverter.class,
            description = "As the channel's owner, let this user connect over the socket; may be given more than once.")
    private List<Integer> allowedUids = List.of();

    @Option(names = "--allow-gid", paramLabel = "GID", converter = UidConverter.class,
            description = "As the channel's owner, let this group connect over the socket; may be given more than once.")
    private List<Integer> allowedGids = List.of();

    @Option(names = "--linger", paramLabel = "TIME", converter = DurationConverter.class,
            description = "At the end, wait this long for confirmations over sockets (default 5s).")
    private Duration linger;

    @Option(names = "--durability", paramLabel = "memory|os|disk", converter = ChoiceConverter.Durabilities.class,
            description = "State that a message of a sequenced topic must reach before it is confirmed (default: the "
                    + "broker decides). Only with --kind sequenced.")
    private Durability durability;

    /** The channel's name, not checked yet. */
    public String name() {
        return channel;
    }

    /** Whether the command line names a topic, sequenced or not. */
    public boolean isTopic() {
        return kind == ChannelKind.TOPIC || kind == ChannelKind.SEQUENCED;
    }

    /** Attaches as a producer, with a producer id, or null for none. */
    public Publisher publisher(ChannelAccess rondo, Long producerId) {
        ChannelSettings settings = settings();
        if (kind == ChannelKind.SEQUENCED || producerId != null) {
            SequencedSettings sequenced = producerId == null
                    ? sequenced(settings)
                    : checked(() -> sequenced(settings).producerId(producerId));
            return checked(() -> rondo.publisher(channel, sequenced));
        }
        requireNoDurability();
        return checked(() -> rondo.publisher(channel, settings));
    }

    /** Attaches as a consumer, with a policy, a first message and the name of a subscription, or null for the defaults. */
    public Subscriber subscriber(ChannelAccess rondo, SlowConsumer slow, StartPosition from, String durable) {
        ChannelSettings settings = slow == null ? settings() : settings().slowConsumer(slow);
        if (kind == ChannelKind.SEQUENCED || from != null || durable != null) {
            SequencedSettings begin = from == null ? sequenced(settings) : sequenced(settings).from(from);
            SequencedSettings sequenced = durable == null ? begin : begin.durable(durable);
            return checked(() -> rondo.subscriber(channel, sequenced));
        }
        requireNoDurability();
        return checked(() -> rondo.subscriber(channel, settings));
    }

    /** Attaches as a consumer of a work queue, with a name for the channel of dead letters, or null for the default. */
    public WorkSubscriber workSubscriber(ChannelAccess rondo, String deadLetters) {
        requireNoDurability();
        if (kind != null && kind != ChannelKind.WORK) {
            throw new ParameterException(command.commandLine(), "--kind " + kind.name().toLowerCase(Locale.ROOT)
                    + " is not for this command, which consumes a work queue: leave it out");
        }
        return checked(() -> {
            WorkQueueSettings settings = WorkQueueSettings.of(settings().kind(ChannelKind.WORK));
            settings.channel().segment();
            if (deadLetters == null) {
                return rondo.workSubscriber(channel, settings);
            }
            WorkQueueSettings named = settings.deadLetters(deadLetters);
            named.deadLettersOf(channel);
            return rondo.workSubscriber(channel, named);
        });
    }

    private void requireNoDurability() {
        if (durability != null) {
            throw new ParameterException(command.commandLine(), "--durability is for sequenced topics only: add"
                    + " --kind sequenced, or leave --durability out");
        }
    }

    /** The options for a producer id, the first message and the name of a subscription imply the kind. */
    private SequencedSettings sequenced(ChannelSettings settings) {
        requireSequenced("--kind " + kind, kind != null && kind != ChannelKind.SEQUENCED);
        requireSequenced("--single-producer", singleProducer != null);
        requireSequenced("--ephemeral", properties.isEphemeral());
        SequencedSettings sequenced = SequencedSettings.of(settings.kind(ChannelKind.SEQUENCED));
        return durability == null ? sequenced : sequenced.durability(durability);
    }

    private void requireSequenced(String option, boolean given) {
        if (given) {
            throw new ParameterException(command.commandLine(),
                    option.toLowerCase(Locale.ROOT) + " is not for sequenced topics: leave it out");
        }
    }

    private ChannelSettings settings() {
        return checked(() -> {
            ChannelSettings settings = properties.applyTo(own());
            settings = kind == null ? settings : settings.kind(kind);
            settings = singleProducer == null ? settings : settings.singleProducer(singleProducer);
            settings = maxDeliveries == null ? settings : settings.maxDeliveries(maxDeliveries);
            settings = processingDeadline == null ? settings : settings.processingDeadline(processingDeadline);
            settings.segment();
            return settings;
        });
    }

    /** The settings that belong to this participant alone. */
    private ChannelSettings own() {
        ChannelSettings settings = ChannelSettings.DEFAULTS;
        settings = linger == null ? settings : settings.linger(linger);
        for (int uid : allowedUids) {
            settings = settings.allowUid(uid);
        }
        for (int gid : allowedGids) {
            settings = settings.allowGid(gid);
        }
        return settings;
    }

    /** Turns an argument that the client refuses into a usage error. */
    private <T> T checked(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
