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
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo replay}: publishes the messages of logs again, byte for byte. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
            "Publishes the messages of a log again on a topic, at their original pace or another.",
            "The messages are the same byte for byte. Those of several logs are published in the order of their times, each "
                    + "on its own topic. Publishes nothing until a subscriber is attached. Gaps are reported on standard error."},
        footer = {"",
            "On a terminal, Enter pauses and continues. With --step, Enter publishes the next message, and a number that "
                    + "many. The line 'step' starts stepping, 'go' ends it."})
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
                    + "factor, such as 10 for ten times the speed.")
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
    public Integer call() throws InterruptedException, IOException {
        if (await < 0) {
            throw new ParameterException(spec.commandLine(), "--await is " + await + ": give 0 or more consumers");
        }
        List<Path> logs = log.paths();
        if (target != null && logs.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--as " + target + " is one channel, but "
                    + LogMixin.describe(logs) + ": give one of them, such as " + logs.getFirst());
        }
        List<LogSource> sources = new ArrayList<>();
        try {
            for (Path each : logs) {
                sources.add(new LogSource(new LogDirectory(each), range.from(), range.to(),
                        (first, last, reason) -> print(LogText.gap(first, last, reason)), this::print));
            }
            if (target == null) {
                requireOneLogPerChannel(logs, sources);
            }
            try (ChannelAccess rondo = context.connect()) {
                return replay(rondo, sources);
            }
        } finally {
            sources.forEach(LogSource::close);
        }
    }

    private void requireOneLogPerChannel(List<Path> logs, List<LogSource> sources) {
        Map<String, Path> found = new HashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            String channel = sources.get(i).channel();
            Path other = found.putIfAbsent(channel, logs.get(i));
            if (other != null) {
                throw new ParameterException(spec.commandLine(), other + " and " + logs.get(i)
                        + " are both logs of channel " + channel
                        + ": replay them one after the other, or one of them with --as");
            }
        }
    }

    private int replay(ChannelAccess rondo, List<LogSource> sources) throws InterruptedException {
        List<ReplayedChannel> channels = new ArrayList<>();
        for (LogSource source : sources) {
            String channel = target == null ? source.channel() : target;
            channels.add(new ReplayedChannel(source,
                    Publication.of(spec.commandLine(), context, channel, kind != ChannelKind.QUEUE),
                    open(rondo, channel)));
        }
        replay(channels);
        int code = ExitCode.OK;
        for (ReplayedChannel each : channels) {
            code = Math.max(code, each.end());
        }
        return code;
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

    private void replay(List<ReplayedChannel> channels) throws InterruptedException {
        ReplayControl control = new ReplayControl(step);
        Replay replay = new Replay(speed, control, context.stop()::requested);
        try {
            for (ReplayedChannel each : channels) {
                print("replaying up to sequence " + each.source().last() + " to channel " + each.publisher().channel()
                        + (await > 0
                                ? ", when " + await + (await == 1 ? " consumer is" : " consumers are") + " attached"
                                : ""));
            }
            channels.forEach(each -> each.publication().awaitConsumers(await));
            if (step || context.terminal().input()) {
                control.readFrom(context.in());
            }
            replay.run(channels.stream().map(ReplayedChannel::track).toList());
            channels.forEach(each -> each.publication().awaitConfirmed());
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
