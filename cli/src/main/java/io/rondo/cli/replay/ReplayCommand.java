package io.rondo.cli.replay;

import io.rondo.cli.log.LogSource;
import io.rondo.cli.log.LogText;
import io.rondo.cli.option.ChannelProperties;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.LogMixin;
import io.rondo.cli.option.LogRangeMixin;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.stream.Publication;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo replay}: publishes the messages of a log again, byte for byte. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
            "Publishes the messages of a log again on a topic, byte for byte, at their original pace or another.",
            "Publishes nothing until a subscriber is attached. Gaps are reported on standard error."},
        footer = {"",
            "Lines of standard input, if it is a terminal or with --step: an empty line pauses and continues, or publishes",
            "the next message with --step; a number publishes so many; 'step' begins to step, 'go' ends it."})
public final class ReplayCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogMixin log;

    @Mixin
    private LogRangeMixin range;

    @Option(names = "--speed", paramLabel = "original|max|FACTOR", converter = Speed.Converter.class,
            defaultValue = "original",
            description = "original (default): the times between the messages of the log; max: as fast as possible; a "
                    + "factor, such as 10 or 0.5: so many times faster.")
    private Speed speed;

    @Option(names = "--as", paramLabel = "CHANNEL", description = "Publish on this channel (default: that of the log).")
    private String target;

    @Option(names = "--kind", paramLabel = "queue|topic|work|sequenced", converter = ChoiceConverter.Kind.class,
            defaultValue = "topic", description = "Kind of the channel (default: topic).")
    private ChannelKind kind;

    @Option(names = "--step", description = "Publish a message for each line of standard input.")
    private boolean step;

    @Option(names = "--await", paramLabel = "N", defaultValue = "1",
            description = "Publish nothing until this many consumers are attached (default: 1; 0 does not wait).")
    private int await;

    @Mixin
    private ChannelProperties properties;

    public ReplayCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (await < 0) {
            throw new ParameterException(spec.commandLine(), "--await is " + await + ": give 0 or more consumers");
        }
        try (LogSource source = new LogSource(new LogDirectory(log.path()), range.from(), range.to(),
                (first, last, reason) -> print(LogText.gap(first, last, reason)), this::print)) {
            String channel = target == null ? source.channel() : target;
            Publication publication = Publication.of(spec.commandLine(), context, channel, kind != ChannelKind.QUEUE);
            try (ChannelAccess rondo = context.connect(); Publisher publisher = open(rondo, channel)) {
                publication.use(publisher);
                replay(source, publication, channel);
            } catch (DeliveryUnknownException e) {
                // Thrown by close: confirmations did not arrive in time.
                publication.report(e);
            }
            int code = publication.conclude();
            return source.isDamaged() ? ExitCode.FAILED : code;
        }
    }

    private Publisher open(ChannelAccess rondo, String channel) {
        try {
            ChannelSettings settings = properties.applyTo(ChannelSettings.DEFAULTS.kind(kind));
            settings.segment();
            return kind == ChannelKind.SEQUENCED
                    ? rondo.publisher(channel, SequencedSettings.of(settings))
                    : rondo.publisher(channel, settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void replay(LogSource source, Publication publication, String channel) throws InterruptedException {
        ReplayControl control = new ReplayControl(step);
        Replay replay = new Replay(speed, control, context.stop()::requested);
        try {
            print("replaying up to sequence " + source.last() + " to channel " + channel
                    + (await > 0
                            ? ", when " + await + (await == 1 ? " consumer is" : " consumers are") + " attached"
                            : ""));
            publication.awaitConsumers(await);
            if (step || context.terminal().input()) {
                control.readFrom(context.in());
            }
            replay.run(source, publication::publish);
            publication.awaitConfirmed();
        } catch (InterruptedException | InterruptedWaitException e) {
            if (!context.stop().requested()) {
                throw e;
            }
        } finally {
            context.stop().acknowledge();
            print("replayed " + replay.published() + (replay.published() == 1 ? " message" : " messages"));
        }
    }

    private void print(String text) {
        ErrorReporter.print(spec.commandLine(), text);
    }
}
